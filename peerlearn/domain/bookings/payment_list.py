"""Every payment there is, for admins: filtered, found by words, a part at a time, with the ledger lines of each."""

import enum
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from peerlearn.domain import payments
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.payments.rules import PaymentKind, PaymentStatus, RefundStatus
from peerlearn.domain.payments.tables import Dispute, LedgerEntry, LedgerTransaction, Payment, Receipt, Refund
from peerlearn.kit.money import Money
from peerlearn.kit.search import words_of

ALL = "all"


class Where(enum.StrEnum):
    """Where the money of a payment is, in the words by which admins look for it."""

    CAME = "came"
    PAID = "paid"
    GOING_BACK = "going_back"
    BACK = "back"
    NOT_PAID = "not_paid"
    DISPUTED = "disputed"


_CAME = (PaymentStatus.CAPTURED, PaymentStatus.REFUNDING, PaymentStatus.REFUNDED)
_DISPUTED = exists().where(col(Dispute.payment_id) == col(Payment.id))
_OWED = exists().where(col(Refund.payment_id) == col(Payment.id), col(Refund.replaced_by_id).is_(None))
THERE: dict[Where, Any] = {
    # What was booked from a package came with the package.
    Where.CAME: col(Payment.status).in_(_CAME) & (col(Payment.kind) != PaymentKind.CREDIT),
    Where.PAID: (col(Payment.status) == PaymentStatus.CAPTURED) & (col(Payment.refunded_paise) == 0),
    Where.GOING_BACK: _OWED.where(col(Refund.status) != RefundStatus.PROCESSED),
    Where.BACK: _OWED.where(col(Refund.status) == RefundStatus.PROCESSED),
    Where.NOT_PAID: col(Payment.status).not_in(_CAME),
    Where.DISPUTED: _DISPUTED,
}


@dataclass(frozen=True)
class PaymentFilter:
    """Which payments somebody wants to see; whatever is no known word shows all."""

    where: str = ALL
    kind: str = ALL
    search: str = ""


@dataclass(frozen=True)
class EntryCard:
    """One line of the ledger: which account, and by how much."""

    account: str
    amount: str


@dataclass(frozen=True)
class MoveCard:
    """One movement of a payment, with all its lines; `at` is ISO 8601 in UTC."""

    kind: str
    at: str
    entries: list[EntryCard]


@dataclass(frozen=True)
class AnyPaymentCard:
    """One payment as admins see it; amounts are rupee text and paise, `at` is ISO 8601 in UTC.

    `receipt` is empty until the money came; `back` is what went back of it or is on its way, empty where nothing does,
    and `left` the rest that an admin may send back: of a package what is unused. It is empty where there is none.
    `disputed` says whether a bank questions it.
    """

    payment_id: int
    kind: str
    title: str
    learner_name: str
    mentor_name: str
    total: str
    mentor_share: str
    site_share: str
    back: str
    left: str
    total_paise: int
    mentor_paise: int
    site_paise: int
    back_paise: int
    status: str
    at: str
    receipt: str
    gateway_id: str
    moves: list[MoveCard]
    disputed: bool = False


def every_payment(db: Session, wanted: PaymentFilter, *, most: int, with_moves: bool = True) -> list[AnyPaymentCard]:
    """The payments that somebody wants to see, newest first, at most so many."""
    learner, mentor = aliased(User), aliased(User)
    rows: Any = (
        select(Payment, Offering.title, learner.name)
        .add_columns(col(mentor.name), Receipt)
        .join(Booking, col(Booking.id) == col(Payment.booking_id), isouter=True)
        .join(Offering, col(Offering.id) == col(Booking.session_id), isouter=True)
        .join(learner, col(learner.id) == col(Payment.learner_id))
        .join(mentor, col(mentor.id) == col(Payment.mentor_id))
        .join(Receipt, col(Receipt.payment_id) == col(Payment.id), isouter=True)
        .order_by(col(Payment.id).desc())
        .limit(most)
    )
    if wanted.where in set(Where):
        rows = rows.where(THERE[Where(wanted.where)])
    if wanted.kind in set(PaymentKind):
        rows = rows.where(col(Payment.kind) == wanted.kind)
    for word in words_of(wanted.search):
        rows = rows.where(_says(word, learner, mentor))
    found = db.exec(rows).all()
    moves = _moves(db, [payment.id for payment, *_ in found]) if with_moves else {}
    disputed = payments.contested_among(db, [payment.id for payment, *_ in found])
    unused = payments.credits_of(db, [payment.id for payment, *_ in found if payment.kind == PaymentKind.PACKAGE])
    cards = (_card(*row, moves=moves.get(row[0].id, []), unused=unused.get(row[0].id, Money(0))) for row in found)
    return [replace(card, disputed=card.payment_id in disputed) for card in cards]


def _says(word: str, learner: Any, mentor: Any) -> Any:
    """Whether the word stands in a name, the title, or a number that people read somewhere."""
    texts = [col(learner.name), col(mentor.name), col(Offering.title), col(Payment.razorpay_id), col(Payment.order_id)]
    numbered = payments.parse_receipt_number(word)
    own = [text.icontains(word, autoescape=True) for text in texts]
    if numbered is not None:
        year, number = numbered
        own.append((col(Receipt.year) == year) & (col(Receipt.number) == number))
    return or_(*own)


def _moves(db: Session, payment_ids: list[int]) -> dict[int, list[MoveCard]]:
    wanted = (
        select(LedgerTransaction, LedgerEntry)
        .join(LedgerEntry, col(LedgerEntry.transaction_id) == col(LedgerTransaction.id))
        .where(col(LedgerTransaction.payment_id).in_(payment_ids))
        .order_by(col(LedgerTransaction.id), col(LedgerEntry.id))
    )
    entries: dict[int, list[EntryCard]] = {}
    moves: dict[int, list[MoveCard]] = {}
    for movement, entry in db.exec(wanted):
        if movement.id not in entries:
            entries[movement.id or 0] = []
            card = MoveCard(movement.kind, movement.at.isoformat(), entries[movement.id or 0])
            moves.setdefault(movement.payment_id or 0, []).append(card)
        entries[movement.id or 0].append(EntryCard(entry.account, str(Money(entry.amount_paise))))
    return moves


def _card(
    payment: Payment,
    title: str | None,
    learner: str,
    mentor: str,
    receipt: Receipt | None,
    *,
    moves: list[MoveCard],
    unused: Money,
) -> AnyPaymentCard:
    rest = unused if payment.kind == PaymentKind.PACKAGE else Money(payment.total_paise - payment.refunded_paise)
    left = rest if payment.status == PaymentStatus.CAPTURED else Money(0)
    return AnyPaymentCard(
        payment_id=payment.id or 0,
        kind=payment.kind,
        title=title or "",
        learner_name=learner,
        mentor_name=mentor,
        total=str(Money(payment.total_paise)),
        mentor_share=str(Money(payment.mentor_paise)),
        site_share=str(Money(payment.app_paise)),
        back=str(Money(payment.refunded_paise)) if payment.refunded_paise else "",
        left=str(left) if left > Money(0) else "",
        total_paise=payment.total_paise,
        mentor_paise=payment.mentor_paise,
        site_paise=payment.app_paise,
        back_paise=payment.refunded_paise,
        status=payment.status,
        at=(payment.captured_at or payment.created_at).isoformat(),
        receipt=payments.receipt_number(receipt.year, receipt.number) if receipt else "",
        gateway_id=payment.razorpay_id or payment.order_id or "",
        moves=moves,
    )
