"""An admin gives back all that is left of a payment: whoever has its parts gives them up, and a session ahead is off.

What was booked from a package is the package's again; packages themselves are given back in `packages`.

What took place stays as it was; the mentor's balance may go below zero, and is made up for by later earnings.
"""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from peerlearn.domain import catalog, payments
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.events import BookingCancelled, PaymentGivenBack
from peerlearn.domain.bookings.refund_letters import tell_of_refund
from peerlearn.domain.bookings.refusals import NoSuchPayment, NotOfOneSession, ReasonNeeded
from peerlearn.domain.bookings.rules import CANCELLABLE, BookingStatus, CancelReason
from peerlearn.domain.bookings.steps import cancel
from peerlearn.domain.bookings.storage import locked
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.payments.rules import FOR_A_BOOKING, refund_legs
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, Payment
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

LONGEST_REASON = 200


@dataclass(frozen=True)
class RefundTerms:
    """What giving a payment back means now; amounts are rupee text, `total` is what is left of it.

    `mentor_gives` is empty while the mentor has nothing of it yet; `mentor_left` is what they have afterwards.
    `ends_session` says whether a session that is still ahead is off with it, `arrives` when the learner has the money.
    `by_credit` says that it goes back to the package that it was booked from. Of a package, `total` is what is unused
    of it, which is `unused` of its `sessions`.
    """

    payment_id: int
    kind: str
    title: str
    learner_name: str
    mentor_name: str
    total: str
    total_paise: int
    arrives: str
    mentor_gives: str = ""
    site_gives: str = ""
    mentor_left: str = ""
    below_zero: bool = False
    ends_session: bool = False
    by_credit: bool = False
    sessions: int = 0
    unused: int = 0


def refund_terms(db: Session, payment_id: int, *, by: Viewer) -> RefundTerms:
    """What it means to give this payment back, for the admin who is about to; what a bank questions stays.

    Raises:
        NotForYou, NoSuchPayment, NotOfOneSession, PaymentDisputed.
    """
    if by.role != Role.ADMIN:
        raise payments.NotForYou()
    payment, booking_id = _known(db.get(Payment, payment_id))
    booking, kept = db.get_one(Booking, booking_id), payment.total_paise - payment.refunded_paise
    rest = Money(kept - payments.contested(db, payment))
    if kept and rest == Money(0):
        raise payments.PaymentDisputed()
    earned = _earned_of(db, payment).paise > 0
    theirs = earned and not payments.has_left(db, payment.mentor_id)
    gives = Money(refund_legs(payment.split, payment.refunded_paise, rest.paise).mentor if theirs else 0)
    left = payments.earned(db, payment.mentor_id) - gives
    return RefundTerms(
        payment_id=payment_id,
        kind=payment.kind,
        title=db.get_one(Offering, booking.session_id).title,
        learner_name=db.get_one(User, payment.learner_id).name,
        mentor_name=db.get_one(User, payment.mentor_id).name,
        total=str(rest),
        total_paise=rest.paise,
        mentor_gives=str(gives) if earned else "",
        site_gives=str(rest - gives) if earned else "",
        mentor_left=str(left),
        below_zero=theirs and left.paise < 0,
        ends_session=payment.kind in FOR_A_BOOKING and booking.status in CANCELLABLE,
        by_credit=payment.paid_from_id is not None,
        arrives=payments.refund_arrives(payment.method),
    )


def refund_by_admin(work: Work, payment_id: int, reason: str, *, by: Viewer) -> None:
    """Give all that is left of a payment back, end the session that it was for if that is still ahead, and tell both.

    Raises:
        NotForYou, ProofNeeded, ReasonNeeded, NoSuchPayment, NotOfOneSession, NothingToGiveBack, GoesBackAlready,
        PaymentDisputed.
    """
    words = understood_reason(work, reason, by=by)
    payment, booking_id = _known(work.db.get(Payment, payment_id))
    booking, offering = locked(work, booking_id)
    back = payments.refund_all_of(work, payment_id, words, by=by)
    if payment.kind in FOR_A_BOOKING and booking.status in CANCELLABLE:
        begun = booking.status == BookingStatus.CONFIRMED and offering.starts_at <= work.now
        cancel(work, booking, offering, CancelReason.REFUNDED, by=by)
        if begun:
            catalog.call_off(work, booking.session_id)
        work.tell(BookingCancelled(booking_id))
    tell_of_refund(work, payment_id, back, words)
    work.tell(PaymentGivenBack(payment_id))


def understood_reason(work: Work, reason: str, *, by: Viewer) -> str:
    """Why an admin gives money back, tidied.

    Raises:
        NotForYou, ProofNeeded, ReasonNeeded.
    """
    if by.role != Role.ADMIN:
        raise payments.NotForYou()
    if not by.proved_lately(work.now):
        raise payments.ProofNeeded()
    words = " ".join(reason.split())
    if not words or len(words) > LONGEST_REASON:
        raise ReasonNeeded()
    return words


def _known(payment: Payment | None) -> tuple[Payment, int]:
    """The payment, and the booking that it is for or beside."""
    if payment is None:
        raise NoSuchPayment()
    if payment.booking_id is None:
        raise NotOfOneSession()
    return payment, payment.booking_id


def _earned_of(db: Session, payment: Payment) -> Money:
    """What the mentor has of this payment now."""
    own: Any = select(LedgerEntry.amount_paise).join(
        LedgerTransaction, col(LedgerTransaction.id) == col(LedgerEntry.transaction_id)
    )
    own = own.where(LedgerTransaction.payment_id == payment.id, LedgerEntry.account == Account.MENTOR_AVAILABLE)
    return Money(sum(db.exec(own)))
