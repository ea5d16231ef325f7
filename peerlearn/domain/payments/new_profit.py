"""What the site has earned since an admin last looked: commissions and service fees, less what of them went back.

What is kept of a look is the sum as it was then, not a moment or a place in the ledger: two movements that are
committed in another order than they began are then neither missed nor counted twice. Withdrawals are no loss.
"""

from sqlmodel import Session, col, func, select

from peerlearn.domain.accounts import Role, Viewer, lock_user
from peerlearn.domain.payments.refusals import NotForYou
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, ProfitSeen
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

_OURS = (Account.APP_COMMISSION, Account.APP_SERVICE_FEE)


def new_profit(db: Session, *, by: Viewer) -> Money:
    """What came since this admin last looked, all of it for one who never did; nothing where more went back."""
    seen = db.get(ProfitSeen, by.user_id)
    return Money(max(0, _earned(db) - (seen.earned_paise if seen else 0)))


def note_profit_seen(work: Work, *, by: Viewer) -> None:
    """This admin looks at the payments now; their other pages show it, too.

    Raises:
        NotForYou.
    """
    if by.role != Role.ADMIN:
        raise NotForYou()
    lock_user(work, by.user_id)
    seen = work.db.get(ProfitSeen, by.user_id) or ProfitSeen(user_id=by.user_id, earned_paise=0)
    earned = _earned(work.db)
    if seen.earned_paise != earned:
        seen.earned_paise = earned
        work.db.add(seen)
        work.touch(f"account:{by.user_id}")


def _earned(db: Session) -> int:
    """In paise, from the beginning."""
    total = (
        select(func.sum(LedgerEntry.amount_paise))
        .join(LedgerTransaction, col(LedgerTransaction.id) == LedgerEntry.transaction_id)
        .where(col(LedgerEntry.account).in_(_OURS), col(LedgerTransaction.payment_id).is_not(None))
    )
    return int(db.exec(total).one() or 0)
