"""The mails about a session whose money a bank gave back: it is off, or was taught and is not paid."""

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
MAIL_LOST_SHARE = "mail_lost_share"
SHARE_SUBJECT = "“{title}” is not paid after all"
SHARE_BODY = (
    "Hello {name},\n\nthe bank of {learner} has decided against the payment for “{title}”, {starts}, and has given the "
    "money back. So your share of it, which was kept meanwhile, is not paid.\n"
)


def tell_of_lost_money(work: Work, booking_id: int) -> None:
    """Have both told."""
    for role in (Role.LEARNER, Role.MENTOR):
        payload = {"booking_id": booking_id, "role": role}
        enqueue(work, MAIL_LOST_MONEY, key=f"{MAIL_LOST_MONEY}:{booking_id}:{role}", payload=payload)


def tell_of_lost_share(work: Work, booking_id: int) -> None:
    """Have the mentor told whose share was kept for the bank's decision."""
    payload = {"booking_id": booking_id, "role": Role.MENTOR}
    enqueue(work, MAIL_LOST_SHARE, key=f"{MAIL_LOST_SHARE}:{booking_id}", payload=payload)


@job(MAIL_LOST_SHARE)
def mail_lost_share(run: Run) -> None:
    """Tell the mentor."""
    _send(run, SHARE_SUBJECT, SHARE_BODY)


@job(MAIL_LOST_MONEY)
def mail_lost_money(run: Run) -> None:
    """Tell one of the two."""
    _send(run, SUBJECT, BODY)


def _send(run: Run, subject: str, body: str) -> None:
    """To whoever is meant, if they still have an account."""
    role = Role(run.payload["role"])
    with database.reading() as db:
        booking = db.get_one(Booking, int(run.payload["booking_id"]))
        offering = db.get_one(Offering, booking.session_id)
        learner, mentor = db.get_one(User, booking.learner_id), db.get_one(User, offering.mentor_id)
    person = learner if role is Role.LEARNER else mentor
    text = body.format(
        name=person.name,
        what=WHAT[role].format(learner=learner.name),
        learner=learner.name,
        title=offering.title,
        starts=f"{offering.starts_at:%A, %d %B %Y, %H:%M} UTC",
    )
    if person.is_active and mail.can_send():
        mail.deliver(run, to=person.email, subject=subject.format(title=offering.title), body=text)
