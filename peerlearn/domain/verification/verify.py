"""Goes through every rule: those of one question, and those that need a closer look."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session, col, select, text

from peerlearn.domain import payments
from peerlearn.domain.bookings.rules import BookingStatus
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog import overlap
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.verification.dispute_rules import DISPUTE_RULES
from peerlearn.domain.verification.files import files_of
from peerlearn.domain.verification.findings import Finding
from peerlearn.domain.verification.histories import histories_of
from peerlearn.domain.verification.money_histories import money_histories_of
from peerlearn.domain.verification.rules import RULES
from peerlearn.domain.verification.settlement_rules import SETTLEMENT_RULES, never_settled
from peerlearn.kit import clock, database, migrations
from peerlearn.kit.jobs import JobState
from peerlearn.kit.jobs.queue import LEASE
from peerlearn.kit.jobs.tables import Job

SILENT_FOR = 2 * LEASE
UNANSWERED_FOR = timedelta(hours=1)  # after the session would have begun
UNSETTLED_FOR = timedelta(days=1)  # after it began, which is longer than any lasts
NOBODY_TAKES_OVER = timedelta(minutes=10)  # a worker that comes back does within seconds


def verify(db: Session) -> list[Finding]:
    """Everything that cannot be true, in the order of the rules; nothing when all is well."""
    if not migrations.is_current():
        return [Finding("schema", "database", "it does not have the schema of this release: run migrate")]
    histories = (histories_of, money_histories_of)
    found = (_of_rules, never_settled, _double_booked, _overdue, *histories, _stuck_jobs, files_of, _database)
    return [finding for look in found for finding in look(db)]


def _of_rules(db: Session) -> Iterator[Finding]:
    for rule in (*RULES, *DISPUTE_RULES, *SETTLEMENT_RULES):
        for row in db.connection().execute(text(rule.broken_by)).scalars():
            yield Finding(rule.name, f"{rule.kind}:{row}", rule.says)


def _double_booked(db: Session) -> Iterator[Finding]:
    """Nobody has two sessions at one time: a mentor of those they confirmed, a learner also of those asked for."""
    wanted = (
        select(Booking.id, Booking.learner_id, Booking.status, Offering)
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .where(col(Booking.status).in_((BookingStatus.PENDING, BookingStatus.CONFIRMED)))
        .order_by(col(Offering.starts_at), col(Booking.id))
    )
    busy: dict[int, Offering] = {}
    for booking_id, learner_id, status, offering in db.exec(wanted):
        for person in (learner_id, offering.mentor_id) if status == BookingStatus.CONFIRMED else (learner_id,):
            before = busy.get(person)
            if before and overlap(before.starts_at, before.ends_at, offering.starts_at, offering.ends_at):
                yield Finding("one-at-a-time", f"booking:{booking_id}", f"user:{person} has another session then")
            if before is None or offering.ends_at > before.ends_at:
                busy[person] = offering


def _overdue(db: Session) -> Iterator[Finding]:
    """No session's money waits for an end that nobody brings about any more."""
    for status, patience, says in (
        (
            BookingStatus.PENDING,
            UNANSWERED_FOR,
            "its session would have begun, and it is neither answered nor cancelled",
        ),
        (BookingStatus.CONFIRMED, UNSETTLED_FOR, "its session is long over, and nobody has decided what came of it"),
    ):
        late = select(Booking.id).join(Offering, col(Offering.id) == col(Booking.session_id))
        wanted = late.where(Booking.status == status, col(Offering.starts_at) < clock.now() - patience)
        for booking_id in db.exec(wanted.order_by(col(Booking.id))):
            yield Finding("booking-comes-to-an-end", f"booking:{booking_id}", says)


def _stuck_jobs(db: Session) -> Iterator[Finding]:
    long_ago = clock.now() - SILENT_FOR - NOBODY_TAKES_OVER
    stuck = select(Job.id).where(Job.state == JobState.RUNNING, col(Job.lease_until) < long_ago)
    for job_id in db.exec(stuck):
        yield Finding("job-goes-on", f"job:{job_id}", "its worker is gone, and none has taken it over")


def _database(db: Session) -> Iterator[Finding]:
    for difference in migrations.differences():
        yield Finding("schema", "database", f"it is not what this release makes: {difference}")
    for guard in payments.missing_guards(db):
        yield Finding("ledger-guarded", guard, "this trigger is gone: the ledger can be changed")
    if database.is_sqlite():
        for table, row, parent, _ in db.connection().exec_driver_sql("PRAGMA foreign_key_check"):
            yield Finding("points-somewhere", f"{table}:{row}", f"the row of {parent} that it points to is gone")
        for (problem,) in db.connection().exec_driver_sql("PRAGMA integrity_check"):
            if problem != "ok":
                yield Finding("file-is-whole", "database", str(problem))
