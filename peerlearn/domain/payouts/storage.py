"""Finds withdrawals under a lock, settles them, and notes what was done to them."""

from typing import Any

from sqlmodel import select

from peerlearn.domain import audit
from peerlearn.domain.payouts import letters
from peerlearn.domain.payouts.refusals import NoSuchWithdrawal
from peerlearn.domain.payouts.rules import WithdrawalStatus
from peerlearn.domain.payouts.tables import Withdrawal
from peerlearn.kit.work import Work

TOPIC = "withdrawals"


def locked(work: Work, withdrawal_id: int) -> Withdrawal:
    """The withdrawal, until the end of this transaction ours alone.

    Raises:
        NoSuchWithdrawal.
    """
    row = work.db.exec(select(Withdrawal).where(Withdrawal.id == withdrawal_id).with_for_update()).first()
    if row is None:
        raise NoSuchWithdrawal()
    return row


def settle(work: Work, row: Withdrawal, status: WithdrawalStatus, *, actor_id: int | None) -> None:
    """Bring a withdrawal to its end, or past it; without an actor RazorpayX did it."""
    row.status, row.settled_at, row.settled_by = status, work.now, actor_id
    letters.tell_of_withdrawal(work, row)
    note(work, row, f"withdrawal.{status}", actor_id=actor_id)


def note(work: Work, row: Withdrawal, action: str, *, actor_id: int | None, **details: Any) -> None:
    """Write a deed into the audit log, and have the pages that show it read again."""
    target = f"withdrawal:{row.id}"
    audit.record(work, action, actor_id=actor_id, target=target, paise=row.amount_paise, to=row.bank_upi, **details)
    changed(work, row)


def changed(work: Work, row: Withdrawal) -> None:
    """Have the pages that show it read again."""
    work.touch(f"account:{row.user_id}", TOPIC)
