"""What came in since somebody last looked: to an admin what the site earned, to a mentor what they did.

What went back of it counts against it, a withdrawal does not. What is kept of a look is the sum as it was then, not a
moment or a place in the ledger: two movements that are committed in another order than they began are then neither
missed nor counted twice.
"""

from sqlmodel import Session, col, func, select

from peerlearn.domain.accounts import Role, Viewer, lock_user
from peerlearn.domain.payments.refusals import NotForYou
from peerlearn.domain.payments.tables import Account, EarningsSeen, LedgerEntry, LedgerTransaction
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work

_OF_THE_SITE = (Account.APP_COMMISSION, Account.APP_SERVICE_FEE, Account.PLATFORM_LOSS)


def new_earnings(db: Session, *, by: Viewer) -> Money:
    """What came since this person last looked, all of it for one who never did; nothing where more went back.

    Raises:
        NotForYou: a learner earns nothing.
    """
    seen = db.get(EarningsSeen, by.user_id)
    return Money(max(0, _earned(db, by) - (seen.earned_paise if seen else 0)))


def earnings_are_seen(db: Session, *, by: Viewer) -> bool:
    """Whether they have looked since anything came in or went back.

    Raises:
        NotForYou.
    """
    seen = db.get(EarningsSeen, by.user_id)
    return (seen.earned_paise if seen else 0) == _earned(db, by)


def note_earnings_seen(work: Work, *, by: Viewer) -> None:
    """They look at it now; their other pages show it, too.

    Raises:
        NotForYou.
    """
    lock_user(work, by.user_id)
    seen = work.db.get(EarningsSeen, by.user_id) or EarningsSeen(user_id=by.user_id, earned_paise=0)
    earned = _earned(work.db, by)
    if seen.earned_paise != earned:
        seen.earned_paise = earned
        work.db.add(seen)
        work.touch(f"account:{by.user_id}")


def _earned(db: Session, by: Viewer) -> int:
    """In paise, from the beginning."""
    if by.role not in (Role.ADMIN, Role.MENTOR):
        raise NotForYou()
    of_a_mentor = (col(LedgerEntry.account) == Account.MENTOR_AVAILABLE) & (col(LedgerEntry.owner_id) == by.user_id)
    own = col(LedgerEntry.account).in_(_OF_THE_SITE) if by.role == Role.ADMIN else of_a_mentor
    total = (
        select(func.sum(LedgerEntry.amount_paise))
        .join(LedgerTransaction, col(LedgerTransaction.id) == LedgerEntry.transaction_id)
        .where(own, col(LedgerTransaction.payment_id).is_not(None))
    )
    return int(db.exec(total).one() or 0)
