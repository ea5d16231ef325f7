"""The mails about a session that will not take place: one job for each of the two, written with the cancelling."""

from sqlmodel import Session

from peerlearn.domain import payments
from peerlearn.domain.accounts import Role
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.rules import CancelReason
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit import database, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work
from peerlearn.settings import settings

MAIL_CANCELLATION = "mail_cancellation"
PAYMENTS_PAGE = "/dashboard/learner/payments/"
SUBJECT = "“{title}” will not take place"
BODY = "Hello {name},\n\n{what}: “{title}”, {starts}.\n\n{money}\n"
GOES_BACK = "{back} go back to where they came from. {arrives}"
WHAT = {
    CancelReason.LEARNER: {Role.LEARNER: "You cancelled", Role.MENTOR: "{other} cancelled"},
    CancelReason.LEARNER_PARTLY: {Role.LEARNER: "You cancelled", Role.MENTOR: "{other} cancelled"},
    CancelReason.LEARNER_LATE: {Role.LEARNER: "You cancelled", Role.MENTOR: "{other} cancelled"},
    CancelReason.MENTOR: {Role.LEARNER: "{other} had to cancel", Role.MENTOR: "You cancelled"},
    CancelReason.MENTOR_LATE: {Role.LEARNER: "{other} had to cancel", Role.MENTOR: "You cancelled"},
    CancelReason.MENTOR_AMENDS: {Role.LEARNER: "{other} had to cancel", Role.MENTOR: "You cancelled"},
    CancelReason.MENTOR_ABSENT: {Role.LEARNER: "{other} did not come", Role.MENTOR: "You did not come"},
    CancelReason.LEARNER_ABSENT: {Role.LEARNER: "You did not come", Role.MENTOR: "{other} did not come"},
    CancelReason.BOTH_ABSENT: {Role.LEARNER: "Nobody came", Role.MENTOR: "Nobody came"},
}
OR_MOVED = " before the start, or had been when it was moved, so "
LATE, LAST = (f"It was less than {{{notice}}} before the start, so " for notice in ("free_notice", "last_notice"))
LEARNER_HAS_IT = "The learner gets everything back, and nothing is earned for this session."
COMPENSATED = (
    "\n\nBecause it was that late, {fee} of {other}'s earnings are yours besides, as a compensation. You can withdraw "
    "them to your bank or by UPI from {payments}; what {other} has yet to earn follows by itself."
)
# What is said of the money where not simply all of it goes back.
OF_THE_MONEY = {
    (CancelReason.LEARNER_PARTLY, Role.LEARNER): LATE
    + "{back} of the {total} go back to where they came from. {arrives} The rest is for the time kept for you.",
    (CancelReason.LEARNER_PARTLY, Role.MENTOR): LATE
    + "a part stays paid, and {share} of it is yours; see your earnings.",
    (CancelReason.LEARNER_LATE, Role.LEARNER): LAST + "nothing of the {total} goes back.",
    (CancelReason.LEARNER_LATE, Role.MENTOR): LAST + "your share of {share} is yours; see your earnings.",
    (CancelReason.MENTOR_LATE, Role.MENTOR): LATE
    + "{fee} of your earnings go to PeerLearn as a cancellation fee. The learner gets everything back.",
    (CancelReason.MENTOR_AMENDS, Role.LEARNER): GOES_BACK + COMPENSATED,
    (CancelReason.MENTOR_AMENDS, Role.MENTOR): LATE
    + "{fee} of your earnings go to {other} as a compensation. They get everything back besides.",
}


CREDIT_BACK = (
    "The session is back in your package. Of a package that is over, its money goes back to where it came from."
)
# What is said instead where it was paid from a package; the part of a credit that goes back is money again.
OF_A_CREDIT = {
    GOES_BACK: CREDIT_BACK,
    OF_THE_MONEY[CancelReason.LEARNER_LATE, Role.LEARNER]: LAST + "its credit is used.",
    OF_THE_MONEY[CancelReason.MENTOR_AMENDS, Role.LEARNER]: CREDIT_BACK + COMPENSATED,
}


def tell_of_cancellation(work: Work, booking_id: int) -> None:
    """Have both told."""
    for role in (Role.LEARNER, Role.MENTOR):
        payload = {"booking_id": booking_id, "role": role}
        enqueue(work, MAIL_CANCELLATION, key=f"{MAIL_CANCELLATION}:{booking_id}:{role}", payload=payload)


@job(MAIL_CANCELLATION)
def mail_cancellation(run: Run) -> None:
    """Tell one of the two what became of the session, and of the money."""
    role = Role(run.payload["role"])
    with database.reading() as db:
        to, subject, body = _letter(db, int(run.payload["booking_id"]), role)
    mail.deliver(run, to=to, subject=subject, body=body)


def _letter(db: Session, booking_id: int, role: Role) -> tuple[str, str, str]:
    booking = db.get_one(Booking, booking_id)
    offering = db.get_one(Offering, booking.session_id)
    learner, mentor = db.get_one(User, booking.learner_id), db.get_one(User, offering.mentor_id)
    person, other = (learner, mentor) if role is Role.LEARNER else (mentor, learner)
    reason = CancelReason(booking.cancel_reason)
    paid = payments.money_of(db, booking_id)
    money = OF_THE_MONEY.get((reason, role), GOES_BACK if role is Role.LEARNER else LEARNER_HAS_IT)
    if role is Role.LEARNER and payments.paid_by_credit(db, [booking_id]):
        money = OF_A_CREDIT.get(money, money)
    if booking.counted_notice is not None:
        money = money.replace(" before the start, so ", OR_MOVED)
    body = BODY.format(
        name=person.name,
        what=WHAT[reason][role].format(other=other.name),
        title=offering.title,
        starts=f"{offering.starts_at:%A, %d %B %Y, %H:%M} UTC",
        money=money.format(
            other=other.name,
            payments=settings.site_url + PAYMENTS_PAGE,
            total=paid.total,
            back=paid.back,
            arrives=payments.refund_arrives(paid.method),
            share=paid.mentors_after(Money(0)),
            fee=payments.cancellation_fee_of(db, booking_id),
            free_notice=booking.policy.free_notice,
            last_notice=booking.policy.last_notice,
        ),
    )
    return person.email, SUBJECT.format(title=offering.title), body
