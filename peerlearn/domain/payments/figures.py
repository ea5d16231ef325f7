"""The lines of the ledger behind a figure that somebody sees, and their sum, which is that figure.

Each person reads only lines of their own money: whose it is, is part of every question.
"""

import enum
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments.outgoing import fees_that_came
from peerlearn.domain.payments.refusals import NotForYou
from peerlearn.domain.payments.rules import PaymentKind, PaymentStatus, returned
from peerlearn.domain.payments.statement import GIFT
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, Movement, Payment
from peerlearn.kit.money import Money

HELD_PART, OWED_FEES = "held", "owed_fees"  # lines that are a part of what the ledger says, or counted against it
_OF_THE_SITE = (
    *(Account.APP_COMMISSION, Account.APP_SERVICE_FEE),
    *(Account.CANCELLATION_FEE, Account.PLATFORM_LOSS),
)
_OF_THE_GATEWAY = (Account.GATEWAY_FEE, Account.GATEWAY_TAX, Account.GATEWAY_ADJUSTMENT)


class Figure(enum.StrEnum):
    """Which figure it is."""

    AVAILABLE = "available"
    HELD = "held"
    ON_ITS_WAY = "on_its_way"
    PAID_OUT = "paid_out"
    SPENT = "spent"
    OF_THE_SITE = "of_the_site"
    OF_THE_GATEWAY = "of_the_gateway"


WHOSE = {
    Figure.SPENT: Role.LEARNER,
    Figure.OF_THE_SITE: Role.ADMIN,
    Figure.OF_THE_GATEWAY: Role.ADMIN,
}


@dataclass(frozen=True)
class FigureLine:
    """One line; `at` is ISO 8601 in UTC, `amount` rupee text and paise, by how much it changes the figure.

    `kind` is a `Movement`, `GIFT`, or one of the two words above; `about` names who else it was about, if anybody;
    `whole` is what the line says where only a part of it is in the figure.
    """

    kind: str
    account: str
    about: str
    subject_id: int
    at: str
    amount: str
    amount_paise: int
    whole: str = ""


@dataclass(frozen=True)
class FigureLines:
    """The newest lines of a figure, how many there are, and the sum of all of them."""

    lines: list[FigureLine]
    count: int
    total: Money


def lines_of(db: Session, figure: Figure, *, by: Viewer, most: int) -> FigureLines:
    """What a figure of this person is made up of, newest first.

    Raises:
        NotForYou: for a figure that their pages do not show.
    """
    if by.role != WHOSE.get(figure, Role.MENTOR):
        raise NotForYou()
    if figure is Figure.HELD:
        held = _held_for(db, by.user_id)
        return FigureLines(held[:most], len(held), Money(sum(line.amount_paise for line in held)))
    found = _found(db, *_wanted(figure, by.user_id), sees=by.role, most=most)
    owed = _still_owed(db) if figure is Figure.OF_THE_SITE else Money(0)
    if owed == Money(0):
        return found
    against = FigureLine(OWED_FEES, Account.CANCELLATION_FEE, "", 0, "", str(-owed), -owed.paise)
    return FigureLines([against, *found.lines], found.count + 1, found.total - owed)


def lines_of_payments(db: Session, payment_ids: Collection[int]) -> dict[int, FigureLines]:
    """For each of these payments what its learner paid, and what went back of it, oldest first."""
    rows = db.exec(_entries().where(col(LedgerTransaction.payment_id).in_(payment_ids), _of_a_learner())).all()
    lines: dict[int, list[FigureLine]] = {}
    for row in rows:
        lines.setdefault(row[1].payment_id or 0, []).insert(0, _line(*row, sign=-1, sees=Role.LEARNER))
    return {
        payment_id: FigureLines(own, len(own), Money(sum(line.amount_paise for line in own)))
        for payment_id, own in lines.items()
    }


def _wanted(figure: Figure, user_id: int) -> tuple[tuple[Any, ...], int]:
    """Which entries, and the sign under which they add up to the figure."""
    account, kind = col(LedgerEntry.account), col(LedgerTransaction.kind)
    own = col(LedgerTransaction.withdrawal_id).in_(_withdrawals_of(user_id))
    match figure:
        case Figure.AVAILABLE:
            return (account == Account.MENTOR_AVAILABLE, LedgerEntry.owner_id == user_id), 1
        case Figure.ON_ITS_WAY:
            ended = _moved(Movement.PAID_OUT, Movement.GIVEN_BACK)
            waits = col(LedgerTransaction.withdrawal_id).not_in(ended)
            return (account == Account.PAYOUT_IN_TRANSIT, kind == Movement.WITHDRAWAL, own, waits), 1
        case Figure.PAID_OUT:
            stays = col(LedgerTransaction.withdrawal_id).not_in(_moved(Movement.GIVEN_BACK))
            return (account == Account.PAYOUT_BANK, kind == Movement.PAID_OUT, own, stays), 1
        case Figure.SPENT:
            return (Payment.learner_id == user_id, _of_a_learner()), -1
        case Figure.OF_THE_GATEWAY:
            return (account.in_(_OF_THE_GATEWAY),), -1
    return (account.in_((*_OF_THE_SITE, *_OF_THE_GATEWAY)),), 1


def _of_a_learner() -> Any:
    """What they paid is with the gateway, and what they get back on its way to them from then on."""
    paid = (col(LedgerEntry.account) == Account.GATEWAY_CLEARING) & (col(LedgerTransaction.kind) == Movement.CAPTURE)
    back = (col(LedgerEntry.account) == Account.REFUND_IN_TRANSIT) & (col(LedgerTransaction.kind) == Movement.REFUND)
    return paid | back


def _withdrawals_of(mentor_id: int) -> Any:
    taken = (LedgerEntry.account == Account.MENTOR_AVAILABLE, LedgerEntry.owner_id == mentor_id)
    return (
        select(LedgerTransaction.withdrawal_id)
        .join(LedgerEntry, col(LedgerEntry.transaction_id) == col(LedgerTransaction.id))
        .where(LedgerTransaction.kind == Movement.WITHDRAWAL, *taken)
    )


def _moved(*kinds: Movement) -> Any:
    withdrawal_id = col(LedgerTransaction.withdrawal_id)
    return select(withdrawal_id).where(col(LedgerTransaction.kind).in_(kinds), withdrawal_id.is_not(None))


def _found(db: Session, where: tuple[Any, ...], sign: int, *, sees: Role, most: int) -> FigureLines:
    counted: Any = (
        select(func.count(), func.sum(LedgerEntry.amount_paise))
        .join(LedgerTransaction, col(LedgerTransaction.id) == col(LedgerEntry.transaction_id))
        .join(Payment, col(Payment.id) == col(LedgerTransaction.payment_id), isouter=True)
    )
    count, total = db.exec(counted.where(*where)).one()
    rows = db.exec(_entries().where(*where).limit(most))
    return FigureLines([_line(*row, sign=sign, sees=sees) for row in rows], count, Money(sign * int(total or 0)))


def _entries() -> Any:
    """Every entry with its movement, its payment and the names of that one's two people, newest first."""
    learner, mentor = aliased(User), aliased(User)
    return (
        select(LedgerEntry, LedgerTransaction, Payment.kind)
        .add_columns(col(learner.name), col(mentor.name))
        .join(LedgerTransaction, col(LedgerTransaction.id) == col(LedgerEntry.transaction_id))
        .join(Payment, col(Payment.id) == col(LedgerTransaction.payment_id), isouter=True)
        .join(learner, col(learner.id) == col(Payment.learner_id), isouter=True)
        .join(mentor, col(mentor.id) == col(Payment.mentor_id), isouter=True)
        .order_by(col(LedgerTransaction.id).desc(), col(LedgerEntry.id).desc())
    )


def _line(
    entry: LedgerEntry,
    movement: LedgerTransaction,
    paid_as: str | None,
    learner: str | None,
    mentor: str | None,
    *,
    sign: int,
    sees: Role,
) -> FigureLine:
    given = movement.kind == Movement.RELEASE and paid_as == PaymentKind.GIFT
    return FigureLine(
        kind=GIFT if given else movement.kind,
        account=entry.account,
        about=(mentor if sees is Role.LEARNER else learner) or "",
        subject_id=movement.payment_id or movement.withdrawal_id or 0,
        at=movement.at.isoformat(),
        amount=str(Money(sign * entry.amount_paise)),
        amount_paise=sign * entry.amount_paise,
    )


def _held_for(db: Session, mentor_id: int) -> list[FigureLine]:
    """A mentor's part of what is kept for each of their sessions, newest first."""
    released = select(LedgerTransaction.payment_id).where(LedgerTransaction.kind == Movement.RELEASE)
    kept = (
        select(Payment, User.name, func.sum(LedgerEntry.amount_paise), func.max(LedgerTransaction.at))
        .join(User, col(User.id) == col(Payment.learner_id))
        .join(LedgerTransaction, col(LedgerTransaction.payment_id) == col(Payment.id))
        .join(LedgerEntry, col(LedgerEntry.transaction_id) == col(LedgerTransaction.id))
        .where(Payment.mentor_id == mentor_id, Payment.status == PaymentStatus.CAPTURED)
        .where(LedgerEntry.account == Account.BOOKING_ESCROW, col(Payment.id).not_in(released))
        .group_by(col(Payment.id), col(User.name))
        .order_by(col(Payment.id).desc())
    )
    return [_part(payment, name, int(paise), at.isoformat()) for payment, name, paise, at in db.exec(kept)]


def _part(payment: Payment, learner: str, kept_paise: int, at: str) -> FigureLine:
    theirs = (payment.split - returned(payment.split, payment.total_paise - kept_paise)).mentor
    return FigureLine(
        kind=HELD_PART,
        account=Account.BOOKING_ESCROW,
        about=learner,
        subject_id=payment.id or 0,
        at=at,
        amount=str(Money(theirs)),
        amount_paise=theirs,
        whole=str(Money(kept_paise)),
    )


def _still_owed(db: Session) -> Money:
    """The cancellation fees that mentors have not paid yet: the figure of the site leaves them out."""
    charged = select(func.sum(LedgerEntry.amount_paise)).where(LedgerEntry.account == Account.CANCELLATION_FEE)
    return Money(int(db.exec(charged).one() or 0)) - fees_that_came(db)
