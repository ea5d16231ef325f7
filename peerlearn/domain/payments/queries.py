"""Everything that reads money: a mentor's earnings, what a booking costs, what is owed, the books as a whole."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, or_
from sqlmodel import Session, col, func, select

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments.rules import FOR_A_BOOKING, PaymentKind, PaymentStatus, RefundStatus
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, Movement, Payment, Refund
from peerlearn.kit.money import Money


@dataclass(frozen=True)
class Earnings:
    """A mentor's money: theirs now, and theirs once the paid sessions have taken place."""

    available: Money
    held: Money


@dataclass(frozen=True)
class Books:
    """The whole ledger in a few figures; `app` is before what the gateway keeps, `balance_sum` is zero, always."""

    captured: Money
    mentor: Money
    app: Money
    refunded: Money
    balance_sum: Money
    kept_by_gateway: Money = Money(0)


@dataclass(frozen=True)
class FailedRefundCard:
    """Money that a bank returned while its learner is still owed it; `failed_at` is ISO 8601 in UTC."""

    refund_id: int
    name: str
    amount: str
    reason: str
    reference: str
    failed_at: str


def earnings_of(db: Session, mentor_id: int) -> Earnings:
    """What a mentor has earned, and what is kept for sessions still to come."""
    available = select(func.sum(LedgerEntry.amount_paise)).where(
        LedgerEntry.account == Account.MENTOR_AVAILABLE, LedgerEntry.owner_id == mentor_id
    )
    released = select(LedgerTransaction.payment_id).where(LedgerTransaction.kind == Movement.RELEASE)
    held = select(func.sum(Payment.mentor_paise)).where(
        Payment.mentor_id == mentor_id,
        Payment.status == PaymentStatus.CAPTURED,
        Payment.kind != PaymentKind.PACKAGE,  # nobody has booked anything of it; what is booked is a payment too
        col(Payment.id).not_in(released),
    )
    return Earnings(available=_money(db.exec(available).one()), held=_money(db.exec(held).one()))


def books(db: Session) -> Books:
    """What came in, who has it, what went back."""
    return Books(
        captured=-_sum(db, Account.GATEWAY_CLEARING, kind=Movement.CAPTURE),
        mentor=_sum(db, Account.MENTOR_AVAILABLE),
        app=_sum(db, Account.APP_COMMISSION, Account.APP_SERVICE_FEE),
        refunded=_sum(db, Account.GATEWAY_CLEARING, kind=Movement.REFUND_PROCESSED),
        balance_sum=_sum(db, *Account),
        kept_by_gateway=-_sum(db, Account.GATEWAY_FEE, Account.GATEWAY_TAX),
    )


def failed_refunds(db: Session, *, most: int) -> list[FailedRefundCard]:
    """The refunds that failed at the bank and were not made again, the oldest first."""
    latest = select(func.max(Refund.id)).group_by(col(Refund.payment_id), col(Refund.part))
    rows = db.exec(
        select(Refund, User.name)
        .join(Payment, col(Payment.id) == Refund.payment_id)
        .join(User, col(User.id) == Payment.learner_id)
        .where(
            col(Refund.id).in_(latest),
            Refund.status == RefundStatus.FAILED,
            or_(
                col(Payment.status) == PaymentStatus.REFUNDING,
                and_(col(Payment.status) == PaymentStatus.CAPTURED, col(Refund.part) > 0),
            ),
        )
        .order_by(col(Refund.id))
        .limit(most)
    )
    return [_failed(refund, name) for refund, name in rows]


def paid_for(db: Session, booking_id: int) -> Money:
    """What a learner pays for a booking, fee included."""
    own = select(Payment.total_paise).where(Payment.booking_id == booking_id, col(Payment.kind).in_(FOR_A_BOOKING))
    return Money(db.exec(own).one())


def paid_by_credit(db: Session, booking_ids: Collection[int]) -> dict[int, Money]:
    """Of these bookings, those that were paid from a package, each with its price there before the fee."""
    found = select(Payment.booking_id, Payment.price_paise).where(
        col(Payment.booking_id).in_(booking_ids), Payment.kind == PaymentKind.CREDIT
    )
    return {booking_id or 0: Money(paise) for booking_id, paise in db.exec(found)} if booking_ids else {}


def _failed(refund: Refund, name: str) -> FailedRefundCard:
    return FailedRefundCard(
        refund_id=refund.id or 0,
        name=name,
        amount=str(Money(refund.amount_paise)),
        reason=refund.reason,
        reference=refund.razorpay_refund_id or "",
        failed_at=refund.settled_at.isoformat() if refund.settled_at else "",
    )


def _sum(db: Session, *accounts: Account, kind: Movement | None = None) -> Money:
    total = select(func.sum(LedgerEntry.amount_paise)).where(col(LedgerEntry.account).in_(accounts))
    if kind is not None:
        moved = select(LedgerTransaction.id).where(LedgerTransaction.kind == kind)
        total = total.where(col(LedgerEntry.transaction_id).in_(moved))
    return _money(db.exec(total).one())


def _money(paise: int | None) -> Money:
    return Money(int(paise or 0))
