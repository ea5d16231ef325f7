"""The mails about a session that is off because a bank gave its money back: one job for each of the two."""

from peerlearn.domain.accounts import Role
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.work import Work

MAIL_LOST_MONEY = "mail_lost_money"
SUBJECT = "“{title}” will not take place"
BODY = (
    "Hello {name},\n\n{what} the money for “{title}”, {starts}. "
    "So nothing is paid for the session any more, and it will not take place.\n"
)
WHAT = {Role.LEARNER: "your bank has given you back", Role.MENTOR: "the bank of {learner} has given them back"}


def tell_of_lost_money(work: Work, booking_id: int) -> None:
    """Have both told."""
    for role in (Role.LEARNER, Role.MENTOR):
        payload = {"booking_id": booking_id, "role": role}
        enqueue(work, MAIL_LOST_MONEY, key=f"{MAIL_LOST_MONEY}:{booking_id}:{role}", payload=payload)


@job(MAIL_LOST_MONEY)
def mail_lost_money(run: Run) -> None:
    """Tell one of the two, if they still have an account."""
    role = Role(run.payload["role"])
    with database.reading() as db:
        booking = db.get_one(Booking, int(run.payload["booking_id"]))
        offering = db.get_one(Offering, booking.session_id)
        learner, mentor = db.get_one(User, booking.learner_id), db.get_one(User, offering.mentor_id)
    person = learner if role is Role.LEARNER else mentor
    body = BODY.format(
        name=person.name,
        what=WHAT[role].format(learner=learner.name),
        title=offering.title,
        starts=f"{offering.starts_at:%A, %d %B %Y, %H:%M} UTC",
    )
    if person.is_active and mail.can_send():
        subject = " ".join(SUBJECT.format(title=offering.title).split())
        mail.deliver(run, to=person.email, subject=subject, body=body)
