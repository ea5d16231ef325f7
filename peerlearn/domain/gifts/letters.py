"""The mail to a mentor who was given something, through the job queue, once."""

from sqlmodel import Session

from peerlearn.domain import bookings
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.gifts.tables import Gift
from peerlearn.domain.payments.tables import Payment
from peerlearn.domain.rooms.tables import Room
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work
from peerlearn.settings import settings

MAIL_GIFT = "mail_gift"
SUBJECT = "{other} sent you a gift of {amount}"
BODY = """Hello {name},

{other} sent you a gift of {amount} for “{title}”.
{share} of it are yours and among your earnings now.

You can say thank you here:
{address}
"""


def tell_of_gift(work: Work, gift_id: int) -> None:
    """Have the mentor told."""
    enqueue(work, MAIL_GIFT, key=f"{MAIL_GIFT}:{gift_id}", payload={"gift_id": gift_id})


@job(MAIL_GIFT)
def mail_gift(run: Run) -> None:
    """Tell the mentor, if they still have an account."""
    with database.reading() as db:
        mentor, subject, body = _letter(db, int(run.payload["gift_id"]))
    if mentor.is_active and mail.can_send():
        mail.deliver(run, to=mentor.email, subject=subject, body=body)


def _letter(db: Session, gift_id: int) -> tuple[User, str, str]:
    gift = db.get_one(Gift, gift_id)
    payment, room = db.get_one(Payment, gift.payment_id), db.get_one(Room, gift.room_id)
    facts = bookings.booking_for_room(db, payment.booking_id or 0)
    amount = Money(payment.price_paise)
    body = BODY.format(
        name=facts.mentor_name,
        other=facts.learner_name,
        amount=amount,
        title=facts.title,
        share=Money(payment.mentor_paise),
        address=f"{settings.site_url}/session/{room.room_id}/",
    )
    subject = SUBJECT.format(other=facts.learner_name, amount=amount)
    return db.get_one(User, payment.mentor_id), subject, body
