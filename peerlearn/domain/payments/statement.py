"""A mentor's statement: every movement of their earnings, each with all the ledger lines that it consists of."""

import enum
from dataclasses import dataclass

from sqlmodel import Session, col, select

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments.rules import PaymentKind
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, Movement, Payment
from peerlearn.kit.money import Money

GIFT = "gift"


class Kind(enum.StrEnum):
    """What somebody may want to see of a statement."""

    ALL = "all"
    EARNED = "earned"
    WITHDRAWN = "withdrawn"


_MOVEMENTS: dict[Kind, tuple[Movement, ...]] = {
    Kind.ALL: tuple(Movement),
    Kind.EARNED: (
        Movement.RELEASE,
        Movement.REFUND,
        Movement.CREDIT_RETURNED,
        Movement.CANCELLATION_FEE,
        Movement.COMPENSATION,
    ),
    Kind.WITHDRAWN: (Movement.WITHDRAWAL, Movement.GIVEN_BACK),
}


@dataclass(frozen=True)
class LineCard:
    """One line of the ledger: which account, and by how much."""

    account: str
    amount: str


@dataclass(frozen=True)
class MovementCard:
    """One movement of a mentor's money; `at` is ISO 8601 in UTC, `about` the learner's name or empty.

    `kind` is a `Movement`, or `GIFT` where the money earned was a gift.
    """

    movement_id: int
    kind: str
    subject_id: int
    about: str
    at: str
    amount_paise: int
    amount: str
    lines: tuple[LineCard, ...]


def movements_of(
    db: Session, mentor_id: int, kind: Kind = Kind.ALL, *, most: int, before: int | None = None
) -> list[MovementCard]:
    """What changed a mentor's earnings, newest first: at most so many, older than the movement `before`."""
    mine = (LedgerEntry.account == Account.MENTOR_AVAILABLE, LedgerEntry.owner_id == mentor_id)
    wanted = (
        select(LedgerTransaction, LedgerEntry.amount_paise, User.name, Payment.kind)
        .join(LedgerEntry, col(LedgerEntry.transaction_id) == LedgerTransaction.id)
        .join(Payment, col(Payment.id) == LedgerTransaction.payment_id, isouter=True)
        .join(User, col(User.id) == Payment.learner_id, isouter=True)
        .where(*mine, col(LedgerTransaction.kind).in_(_MOVEMENTS[kind]))
        .order_by(col(LedgerTransaction.id).desc())
    )
    if before is not None:
        wanted = wanted.where(col(LedgerTransaction.id) < before)
    rows = db.exec(wanted.limit(most)).all()
    lines = _lines(db, [movement.id or 0 for movement, *_ in rows])
    return [_card(movement, paise, name, paid_as, lines[movement.id or 0]) for movement, paise, name, paid_as in rows]


def _lines(db: Session, movements: list[int]) -> dict[int, list[LineCard]]:
    lines: dict[int, list[LineCard]] = {movement: [] for movement in movements}
    wanted = select(LedgerEntry).where(col(LedgerEntry.transaction_id).in_(movements)).order_by(col(LedgerEntry.id))
    for entry in db.exec(wanted):
        lines[entry.transaction_id].append(LineCard(entry.account, str(Money(entry.amount_paise))))
    return lines


def _card(
    movement: LedgerTransaction, paise: int, name: str | None, paid_as: str | None, lines: list[LineCard]
) -> MovementCard:
    given = movement.kind == Movement.RELEASE and paid_as == PaymentKind.GIFT
    return MovementCard(
        movement_id=movement.id or 0,
        kind=GIFT if given else movement.kind,
        subject_id=movement.payment_id or movement.withdrawal_id or 0,
        about=name or "",
        at=movement.at.isoformat(),
        amount_paise=paise,
        amount=str(Money(paise)),
        lines=tuple(lines),
    )
