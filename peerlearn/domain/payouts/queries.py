"""Everything read from withdrawals, as pictures for pages."""

import enum
from dataclasses import dataclass

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from peerlearn.domain import payments
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payouts.rules import Source, WithdrawalStatus, there_by
from peerlearn.domain.payouts.tables import Withdrawal
from peerlearn.kit.money import Money


class Which(enum.StrEnum):
    """What an admin wants to see of the queue."""

    WAITING = "waiting"
    SETTLED = "settled"


@dataclass(frozen=True)
class WithdrawalCard:
    """One withdrawal; `asked_at` and `settled_at` are ISO 8601 in UTC, `there_by` a day in India as people read it."""

    withdrawal_id: int
    name: str
    source: str
    amount: str
    masked: str
    status: str
    reference: str
    reason: str
    asked_at: str
    settled_at: str
    there_by: str


@dataclass(frozen=True)
class Wallet:
    """A mentor's money in four figures."""

    available: Money
    held: Money
    on_its_way: Money
    paid_out: Money


def wallet_of(db: Session, mentor_id: int) -> Wallet:
    """What a mentor has, will have, has asked for, and has been sent."""
    earnings = payments.earnings_of(db, mentor_id)
    return Wallet(
        available=earnings.available,
        held=earnings.held,
        on_its_way=_sum(db, mentor_id, WithdrawalStatus.PENDING),
        paid_out=_sum(db, mentor_id, WithdrawalStatus.COMPLETED),
    )


def withdrawals_of(db: Session, by: Viewer, *, most: int) -> list[WithdrawalCard]:
    """One's own withdrawals, newest first."""
    return [_card(row, name) for row, name in db.exec(_all().where(Withdrawal.user_id == by.user_id).limit(most))]


def withdrawals_to_see_to(db: Session, which: Which, *, most: int) -> list[WithdrawalCard]:
    """Everybody's, for admins: what waits with the oldest first, what is settled with the newest first."""
    waiting = col(Withdrawal.status) == WithdrawalStatus.PENDING
    if which is Which.WAITING:
        wanted = _all().where(waiting).order_by(None).order_by(col(Withdrawal.id))
    else:
        wanted = _all().where(~waiting)
    return [_card(row, name) for row, name in db.exec(wanted.limit(most))]


def how_many_wait(db: Session) -> int:
    """How many withdrawals an admin has to see to."""
    return db.exec(select(func.count()).where(Withdrawal.status == WithdrawalStatus.PENDING)).one()


def _all() -> "Select[Withdrawal, str]":
    return (
        select(Withdrawal, User.name).join(User, col(User.id) == Withdrawal.user_id).order_by(col(Withdrawal.id).desc())
    )


def _sum(db: Session, user_id: int, status: WithdrawalStatus) -> Money:
    total = select(func.sum(Withdrawal.amount_paise)).where(
        Withdrawal.user_id == user_id, Withdrawal.status == status, Withdrawal.source == Source.EARNINGS
    )
    return Money(int(db.exec(total).one() or 0))


def _card(row: Withdrawal, name: str) -> WithdrawalCard:
    day = there_by(row.created_at)
    return WithdrawalCard(
        withdrawal_id=row.id or 0,
        name=name,
        source=row.source,
        amount=str(Money(row.amount_paise)),
        masked=row.bank_upi,
        status=row.status,
        reference=row.reference,
        reason=row.reason,
        asked_at=row.created_at.isoformat(),
        settled_at=row.settled_at.isoformat() if row.settled_at else "",
        there_by=f"{day.day} {day:%B %Y}",
    )
