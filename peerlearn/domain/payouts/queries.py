"""Everything read from withdrawals, as pictures for pages."""

import enum
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from peerlearn.domain import payments
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payouts.attempt_rules import PayoutStatus
from peerlearn.domain.payouts.rules import RETRIED, Route, Source, WithdrawalStatus, retry_key, there_by
from peerlearn.domain.payouts.tables import PayoutAttempt, Withdrawal
from peerlearn.kit.money import Money
from peerlearn.kit.search import words_of

TRYING_AGAIN, APPROVAL = "trying_again", "approval"
_RETRY = col(Withdrawal.idempotency_key).startswith(RETRIED)


class Which(enum.StrEnum):
    """What an admin wants to see of the queue."""

    WAITING = "waiting"  # for a hand
    SENDING = "sending"  # RazorpayX has them
    SETTLED = "settled"


class Fate(enum.StrEnum):
    """What became of one's own withdrawals, as far as one wants to see them."""

    ALL = "all"
    ON_ITS_WAY = "on_its_way"
    SENT = "sent"
    BACK = "back"  # not sent, or returned: the amount is available again


_ENDED: dict[Fate, Collection[WithdrawalStatus]] = {
    Fate.ALL: tuple(WithdrawalStatus),
    Fate.ON_ITS_WAY: (WithdrawalStatus.PENDING,),
    Fate.SENT: (WithdrawalStatus.COMPLETED,),
    Fate.BACK: (WithdrawalStatus.REJECTED, WithdrawalStatus.REVERSED, WithdrawalStatus.FAILED),
}


@dataclass(frozen=True)
class WithdrawalCard:
    """One withdrawal; `amount` is rupee text and paise, `asked_at` and `settled_at` are ISO 8601 in UTC.

    `there_by` is a day in India as people read it.

    `stage` is the status, or while it is pending where RazorpayX has it: a PayoutStatus, "approval" for its own
    pending, or "trying_again".
    """

    withdrawal_id: int
    name: str
    source: str
    amount: str
    amount_paise: int
    masked: str
    status: str
    stage: str
    route: str
    payout_id: str
    may_retry: bool
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


def withdrawals_of(db: Session, by: Viewer, fate: Fate = Fate.ALL, *, most: int) -> list[WithdrawalCard]:
    """One's own withdrawals, newest first, at most so many."""
    retried = set(db.exec(select(Withdrawal.idempotency_key).where(Withdrawal.user_id == by.user_id, _RETRY)))
    own = (Withdrawal.user_id == by.user_id, col(Withdrawal.status).in_(_ENDED[fate]))
    rows = db.exec(_all().where(*own).limit(most))
    return [_card(*row, retried=retried) for row in rows]


def withdrawals_to_see_to(db: Session, which: Which, search: str = "", *, most: int) -> list[WithdrawalCard]:
    """Everybody's, for admins: what waits or is sent with the oldest first, what is settled with the newest first.

    Args:
        db: where they are.
        which: where they are on their way.
        search: words that all have to stand in the name, the bank's reference or the id of a payout; none for all.
        most: how many at most.
    """
    pending = col(Withdrawal.status) == WithdrawalStatus.PENDING
    if which is Which.SETTLED:
        wanted = _all().where(~pending)
    else:
        route = Route.BY_HAND if which is Which.WAITING else Route.RAZORPAYX
        wanted = _all().where(pending, Withdrawal.route == route).order_by(None).order_by(col(Withdrawal.id))
    for word in words_of(search):
        wanted = wanted.where(_says(word))
    return [_card(*row) for row in db.exec(wanted.limit(most))]


def how_many_wait(db: Session) -> int:
    """How many withdrawals an admin has to see to."""
    wait = (Withdrawal.status == WithdrawalStatus.PENDING, Withdrawal.route == Route.BY_HAND)
    return db.exec(select(func.count()).where(*wait)).one()


def _all() -> "Select[Withdrawal, str, PayoutAttempt | None]":
    later = aliased(PayoutAttempt)
    newer = select(later.id).where(later.withdrawal_id == Withdrawal.id, later.number > PayoutAttempt.number).exists()
    newest = (col(PayoutAttempt.withdrawal_id) == Withdrawal.id) & ~newer
    return (
        select(Withdrawal, User.name, PayoutAttempt)
        .join(User, col(User.id) == Withdrawal.user_id)
        .join(PayoutAttempt, newest, isouter=True)
        .order_by(col(Withdrawal.id).desc())
    )


def _says(word: str) -> ColumnElement[bool]:
    """Whether the word stands in it; every try that was made counts, not the last one alone."""
    tried = aliased(PayoutAttempt)
    payout = exists().where(
        col(tried.withdrawal_id) == col(Withdrawal.id), col(tried.razorpay_payout_id).icontains(word, autoescape=True)
    )
    texts = (col(User.name), col(Withdrawal.reference))
    return or_(*(text.icontains(word, autoescape=True) for text in texts), payout)


def _sum(db: Session, user_id: int, status: WithdrawalStatus) -> Money:
    total = select(func.sum(Withdrawal.amount_paise)).where(
        Withdrawal.user_id == user_id, Withdrawal.status == status, Withdrawal.source != Source.APP_PROFIT
    )
    return Money(int(db.exec(total).one() or 0))


def _stage(row: Withdrawal, attempt: PayoutAttempt | None) -> str:
    if row.status != WithdrawalStatus.PENDING or attempt is None:
        return row.status
    if attempt.status == PayoutStatus.REQUESTED and attempt.number > 1:
        return TRYING_AGAIN
    return APPROVAL if attempt.status == PayoutStatus.PENDING else attempt.status


def _card(
    row: Withdrawal, name: str, attempt: PayoutAttempt | None, *, retried: Collection[str] | None = None
) -> WithdrawalCard:
    """As a picture; without `retried`, which only its owner's list has, nobody is asked to retry."""
    day, failed = there_by(row.created_at), row.status == WithdrawalStatus.FAILED
    return WithdrawalCard(
        withdrawal_id=row.id or 0,
        name=name,
        source=row.source,
        amount=str(Money(row.amount_paise)),
        amount_paise=row.amount_paise,
        masked=row.bank_upi,
        status=row.status,
        stage=_stage(row, attempt),
        route=row.route,
        payout_id=(attempt.razorpay_payout_id or "") if attempt else "",
        may_retry=failed and retried is not None and retry_key(row.id or 0) not in retried,
        reference=row.reference,
        reason=row.reason,
        asked_at=row.created_at.isoformat(),
        settled_at=row.settled_at.isoformat() if row.settled_at else "",
        there_by=f"{day.day} {day:%B %Y}",
    )
