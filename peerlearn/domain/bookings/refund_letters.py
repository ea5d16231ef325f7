"""The mails about a payment that an admin gave back: one job for each of the two, written with the refund."""

from sqlmodel import Session

from peerlearn.domain import payments
from peerlearn.domain.accounts import Role
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.rules import CancelReason
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.payments import PaymentKind
from peerlearn.domain.payments.rules import FOR_A_BOOKING, refund_legs
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

MAIL_REFUND = "mail_refund"
SUBJECT = {Role.LEARNER: "{total} are on their way back to you", Role.MENTOR: "{total} for “{title}” were refunded"}
CREDIT_SUBJECT = {Role.LEARNER: "“{title}” is back in your package", Role.MENTOR: SUBJECT[Role.MENTOR]}
BODY = "Hello {name},\n\n{what}\n\nReason: {reason}\n\n{money}\n{session}"
WHAT = {
    Role.LEARNER: "we are sending back what you paid for {thing}: {total}.",
    Role.MENTOR: "we are sending {total} back to {other}, who had paid it for {thing}.",
}
OF_A_CREDIT = {
    Role.LEARNER: "the session that you had booked from your package is back in it: {thing}.",
    Role.MENTOR: "we are giving {other} the session back that they had booked from a package of yours: {thing}.",
}
TITLED = dict.fromkeys(FOR_A_BOOKING, "“{title}”") | {PaymentKind.GIFT: "a gift for “{title}”"}
ARRIVES = "It goes to where it came from. {when}"
BOOK_ANOTHER = (
    "You can book another session with it. Of a package that is over, its money goes back to where it came from."
)
TAKEN = (
    "Your share of it, {share}, was taken from your earnings. Where they are below zero with that, "
    "what you earn next makes up for it."
)
NEVER_EARNED = "Nothing was taken from your earnings: it was still kept for the session."
OFF = "\nThe session will not take place.\n"


def tell_of_refund(work: Work, payment_id: int, back: Money, reason: str) -> None:
    """Have both told that so much of a payment, the rest of it, goes back."""
    for role in (Role.LEARNER, Role.MENTOR):
        payload = {"payment_id": payment_id, "role": role, "paise": back.paise, "reason": reason}
        enqueue(work, MAIL_REFUND, key=f"{MAIL_REFUND}:{payment_id}:{role}", payload=payload)


@job(MAIL_REFUND)
def mail_refund(run: Run) -> None:
    """Tell one of the two, if they still have an account."""
    role, back = Role(run.payload["role"]), Money(int(run.payload["paise"]))
    with database.reading() as db:
        person, subject, body = _letter(db, int(run.payload["payment_id"]), role, back, str(run.payload["reason"]))
    if person.is_active and mail.can_send():
        mail.deliver(run, to=person.email, subject=subject, body=body)


def _letter(db: Session, payment_id: int, role: Role, back: Money, reason: str) -> tuple[User, str, str]:
    payment = db.get_one(Payment, payment_id)
    booking = db.get_one(Booking, payment.booking_id)
    title = db.get_one(Offering, booking.session_id).title
    learner, mentor = db.get_one(User, payment.learner_id), db.get_one(User, payment.mentor_id)
    person, other = (learner, mentor) if role is Role.LEARNER else (mentor, learner)
    thing = TITLED[PaymentKind(payment.kind)].format(title=title)
    share = refund_legs(payment.split, payment.refunded_paise - back.paise, back.paise).mentor
    taken = TAKEN.format(share=Money(share)) if payments.was_earned(db, payment_id) else NEVER_EARNED
    by_credit = payment.paid_from_id is not None
    arrives = BOOK_ANOTHER if by_credit else ARRIVES.format(when=payments.refund_arrives(payment.method))
    off = payment.kind in FOR_A_BOOKING and booking.cancel_reason == CancelReason.REFUNDED
    body = BODY.format(
        name=person.name,
        what=(OF_A_CREDIT if by_credit else WHAT)[role].format(thing=thing, total=back, other=other.name),
        reason=reason,
        money=arrives if role is Role.LEARNER else taken,
        session=OFF if off else "",
    )
    subject = (CREDIT_SUBJECT if by_credit else SUBJECT)[role].format(total=back, title=title)
    return person, subject, body
