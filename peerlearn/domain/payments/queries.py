"""Everything that reads money: a mentor's earnings, what a booking costs, what is owed, the books as a whole."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import BigInteger, cast
from sqlmodel import Session, col, func, select

from peerlearn.domain.payments.outgoing import earned, fees_that_came
from peerlearn.domain.payments.rules import FOR_A_BOOKING, PaymentKind, PaymentStatus, Split, returned
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, Movement, Payment
from peerlearn.kit.money import Money


@dataclass(frozen=True)
class Earnings:
    """A mentor's money: theirs now, and theirs once the paid sessions have taken place."""

    available: Money
    held: Money


@dataclass(frozen=True)
class Books:
    """The whole ledger in a few figures; `app` is before what the gateway keeps and what was lost to banks.

    `balance_sum` is zero, always; `disputed` is what the gateway has deducted until banks have decided;
    `kept_by_gateway` its fees and what it took besides, less what it gave; `with_gateway` what it has not settled yet,
    and `settled` what it sent to our bank.
    """

    captured: Money
    mentor: Money
    app: Money
    refunded: Money
    balance_sum: Money
    kept_by_gateway: Money = Money(0)
    lost: Money = Money(0)
    disputed: Money = Money(0)
    with_gateway: Money = Money(0)
    settled: Money = Money(0)


@dataclass(frozen=True)
class Paid:
    """What was paid for a booking: how, how much, the mentor's part, and what goes back or went back of it."""

    total: Money
    back: Money
    split: Split
    method: str

    @property
    def left(self) -> Money:
        """What has not gone back."""
        return self.total - self.back

    def mentors_after(self, back: Money) -> Money:
        """The mentor's part of what is left once so much more has gone back."""
        return Money((self.split - returned(self.split, (self.back + back).paise)).mentor)


def earnings_of(db: Session, mentor_id: int) -> Earnings:
    """What a mentor has earned, and what is kept for sessions still to come."""
    released = select(LedgerTransaction.payment_id).where(LedgerTransaction.kind == Movement.RELEASE)
    # Whole numbers all the way, and wide enough for the product of two of them.
    gone = cast(col(Payment.mentor_paise), BigInteger) * col(Payment.refunded_paise) // col(Payment.total_paise)
    held = select(func.sum(col(Payment.mentor_paise) - gone)).where(
        Payment.mentor_id == mentor_id,
        Payment.status == PaymentStatus.CAPTURED,
        Payment.kind != PaymentKind.PACKAGE,  # nobody has booked anything of it; what is booked is a payment too
        col(Payment.id).not_in(released),
    )
    return Earnings(available=earned(db, mentor_id), held=_money(db.exec(held).one()))


def books(db: Session) -> Books:
    """What came in, who has it, what went back."""
    return Books(
        captured=-_sum(db, Account.GATEWAY_CLEARING, kind=Movement.CAPTURE),
        mentor=_sum(db, Account.MENTOR_AVAILABLE),
        app=_sum(db, Account.APP_COMMISSION, Account.APP_SERVICE_FEE) + fees_that_came(db),
        refunded=-_sum(db, Account.REFUND_IN_TRANSIT, kind=Movement.REFUND_PROCESSED),
        balance_sum=_sum(db, *Account),
        kept_by_gateway=-_sum(db, Account.GATEWAY_FEE, Account.GATEWAY_TAX, Account.GATEWAY_ADJUSTMENT),
        with_gateway=-_sum(db, Account.GATEWAY_CLEARING),
        settled=-_sum(db, Account.SETTLEMENT_BANK),
        lost=-_sum(db, Account.PLATFORM_LOSS),
        disputed=-_sum(db, Account.DISPUTED),
    )


def paid_for(db: Session, booking_id: int) -> Money:
    """What a learner pays for a booking, fee included."""
    return money_of(db, booking_id).total


def money_of(db: Session, booking_id: int) -> Paid:
    """What a learner pays for a booking, and what has become of it."""
    own = select(Payment).where(Payment.booking_id == booking_id, col(Payment.kind).in_(FOR_A_BOOKING))
    payment = db.exec(own).one()
    paid = db.get_one(Payment, payment.paid_from_id or payment.id)
    total, back = Money(payment.total_paise), Money(payment.refunded_paise)
    return Paid(total=total, back=back, split=payment.split, method=paid.method)


def cancellation_fee_of(db: Session, booking_id: int) -> Money:
    """What the mentor paid, the learner or the site, for calling this session off late."""
    fee = (
        select(-func.sum(LedgerEntry.amount_paise))
        .join(LedgerTransaction, col(LedgerTransaction.id) == LedgerEntry.transaction_id)
        .join(Payment, col(Payment.id) == LedgerTransaction.payment_id)
        .where(Payment.booking_id == booking_id, LedgerEntry.account == Account.MENTOR_AVAILABLE)
        .where(col(LedgerTransaction.kind).in_((Movement.CANCELLATION_FEE, Movement.COMPENSATION)))
    )
    return _money(db.exec(fee).one())


def paid_by_credit(db: Session, booking_ids: Collection[int]) -> dict[int, Money]:
    """Of these bookings, those that were paid from a package, each with its price there before the fee."""
    found = select(Payment.booking_id, Payment.price_paise).where(
        col(Payment.booking_id).in_(booking_ids), Payment.kind == PaymentKind.CREDIT
    )
    return {booking_id or 0: Money(paise) for booking_id, paise in db.exec(found)} if booking_ids else {}


def _sum(db: Session, *accounts: Account, kind: Movement | None = None) -> Money:
    total = select(func.sum(LedgerEntry.amount_paise)).where(col(LedgerEntry.account).in_(accounts))
    if kind is not None:
        moved = select(LedgerTransaction.id).where(LedgerTransaction.kind == kind)
        total = total.where(col(LedgerEntry.transaction_id).in_(moved))
    return _money(db.exec(total).one())


def _money(paise: int | None) -> Money:
    return Money(int(paise or 0))
