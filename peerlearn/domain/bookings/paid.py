"""What a learner has paid: each payment with the session that it was for, and what came back of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_
from sqlmodel import Session, col, func, select

from peerlearn.domain import payments
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.payment_list import ALL, THERE, Where
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.payments.owed_refunds import NOT_TAKEN
from peerlearn.domain.payments.rules import PaymentKind, PaymentStatus, RefundStatus
from peerlearn.domain.payments.tables import Payment, Receipt, Refund
from peerlearn.kit.money import Money

NOTHING, NOTHING_WRONG = (0, None, ""), (Money(0), True)
STUCK = "It was not taken where it came from. We are seeing to it ourselves, and you need not do anything."


@dataclass(frozen=True)
class PaymentCard:
    """One payment as the learner who made it sees it; amounts are rupee text, moments ISO 8601 in UTC or empty.

    `back` is what has come back of it, and when the last of it did; `on_its_way` what has not arrived yet, `arrives`
    how long that takes, and `expected_by` until when. What is `stuck` was not taken where it came from, and waits for
    an admin.
    `wrong` is what came in another amount than was asked for, empty where nothing did, and `wrong_back` whether that is
    back. `references` are the bank's of what came back by a transfer of the site's own.
    `receipt` is the number of its receipt, empty until the money came. A package is no booking, and has no title of its
    own.
    """

    payment_id: int
    booking_id: int
    kind: str
    title: str
    mentor_name: str
    price: str
    fee: str
    total: str
    total_paise: int
    status: str
    at: str
    receipt: str
    went_back_at: str
    back: str
    back_paise: int
    references: str
    on_its_way: str
    stuck: bool
    arrives: str
    expected_by: str
    wrong: str
    wrong_back: bool


def paid_by(db: Session, learner_id: int, where: str = ALL, *, most: int) -> list[PaymentCard]:
    """A learner's payments, newest first, at most so many; those that never came to an order are left out.

    A gift or a package shows once something was paid: a window that was opened and closed again is no news.

    Args:
        db: where they are.
        learner_id: whose they are.
        where: a `Where` for those whose money is there; anything else for all of them.
        most: how many at most.
    """
    never_paid = and_(
        col(Payment.kind) != PaymentKind.BOOKING,
        col(Payment.status).in_((PaymentStatus.PENDING, PaymentStatus.FAILED)),
    )
    wanted = (
        select(Payment, Offering.title, User.name, Receipt)
        .join(Booking, col(Booking.id) == col(Payment.booking_id), isouter=True)
        .join(Offering, col(Offering.id) == col(Booking.session_id), isouter=True)
        .join(User, col(User.id) == col(Payment.mentor_id))
        .join(Receipt, col(Receipt.payment_id) == col(Payment.id), isouter=True)
        .where(Payment.learner_id == learner_id, col(Payment.order_id).is_not(None), ~never_paid)
        .order_by(col(Payment.id).desc())
        .limit(most)
    )
    if where in set(Where):
        wanted = wanted.where(THERE[Where(where)])
    rows = db.exec(wanted).all()
    listed = [payment.id or 0 for payment, *_ in rows]
    wrong = payments.strays_of(db, listed)
    arrived, stuck, asked_at = _arrived(db, listed), _stuck(db, listed), _asked_at(db, listed)
    return [
        _card(
            payment,
            title,
            mentor_name,
            receipt,
            arrived.get(payment.id or 0, NOTHING),
            stuck=payment.id in stuck,
            asked_at=asked_at.get(payment.id or 0),
            wrong=wrong.get(payment.id or 0, NOTHING_WRONG),
        )
        for payment, title, mentor_name, receipt in rows
    ]


def spent_by(db: Session, learner_id: int) -> Money:
    """What a learner has paid and does not get back; a session of a package was paid with the package."""
    stays = select(func.sum(Payment.total_paise - Payment.refunded_paise)).where(
        Payment.learner_id == learner_id,
        Payment.status == PaymentStatus.CAPTURED,
        Payment.kind != PaymentKind.CREDIT,
    )
    return Money(int(db.exec(stays).one() or 0))


def _arrived(db: Session, listed: list[int]) -> dict[int, tuple[int, datetime | None, str]]:
    """How much came back of each of these payments, when the last of it did, and by which references of the bank."""
    there = (col(Refund.payment_id).in_(listed), Refund.status == RefundStatus.PROCESSED)
    by_hand: dict[int, list[str]] = {}
    own = select(Refund.payment_id, Refund.reference).where(*there, Refund.reference != "")
    for payment_id, reference in db.exec(own.order_by(col(Refund.id))):
        by_hand.setdefault(payment_id, []).append(reference)
    back = (
        select(Refund.payment_id, func.sum(Refund.amount_paise), func.max(Refund.settled_at))
        .where(*there)
        .group_by(col(Refund.payment_id))
    )
    return {of: (int(paise), at, ", ".join(by_hand.get(of, []))) for of, paise, at in db.exec(back)}


def _stuck(db: Session, listed: list[int]) -> set[int]:
    """Those of these payments of which something was returned by a bank or refused, and is not on its way again."""
    return set(db.exec(select(Refund.payment_id).where(col(Refund.payment_id).in_(listed), NOT_TAKEN)))


def _asked_at(db: Session, listed: list[int]) -> dict[int, datetime]:
    """When the newest refund of each of these payments began that has not arrived yet."""
    waits = col(Refund.status).in_((RefundStatus.REQUESTED, RefundStatus.PENDING))
    asked = select(Refund.payment_id, func.max(Refund.created_at)).where(col(Refund.payment_id).in_(listed), waits)
    return dict(db.exec(asked.group_by(col(Refund.payment_id))).all())


def _card(
    payment: Payment,
    title: str | None,
    mentor_name: str,
    receipt: Receipt | None,
    arrived: tuple[int, datetime | None, str],
    *,
    stuck: bool,
    asked_at: datetime | None,
    wrong: tuple[Money, bool],
) -> PaymentCard:
    paise, at, references = arrived
    back = Money(paise)
    on_its_way = Money(payment.refunded_paise) - back
    expected_by = payments.refund_expected_by(payment.method, asked_at) if asked_at and not stuck else None
    return PaymentCard(
        payment_id=payment.id or 0,
        booking_id=payment.booking_id or 0,
        kind=payment.kind,
        title=title or "",
        mentor_name=mentor_name,
        price=str(Money(payment.price_paise)),
        fee=str(Money(payment.total_paise - payment.price_paise)),
        total=str(Money(payment.total_paise)),
        total_paise=payment.total_paise,
        status=payment.status,
        at=payment.created_at.isoformat(),
        receipt=payments.receipt_number(receipt.year, receipt.number) if receipt else "",
        went_back_at=at.isoformat() if at else "",
        back=_amount(back),
        back_paise=back.paise,
        references=references,
        on_its_way=_amount(on_its_way),
        stuck=stuck,
        arrives=STUCK if stuck else payments.refund_arrives(payment.method),
        expected_by=expected_by.isoformat() if expected_by else "",
        wrong=_amount(wrong[0]),
        wrong_back=wrong[1],
    )


def _amount(amount: Money) -> str:
    return str(amount) if amount > Money(0) else ""
