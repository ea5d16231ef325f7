"""The last money of somebody who stops: how little of it may be withdrawn, and until when a bank may return it."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from peerlearn.domain import payments
from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.domain.payouts.attempt_rules import MAY_COME_BACK_FOR
from peerlearn.domain.payouts.rules import WithdrawalStatus
from peerlearn.domain.payouts.tables import Withdrawal
from peerlearn.kit import clock
from peerlearn.kit.money import Money
from peerlearn.settings import settings

LEAST_SENT = Money.rupees(1)  # what no bank sends less of


def least() -> Money:
    """The smallest withdrawal of whoever goes on earning."""
    return Money.rupees(settings.withdrawal_least_rupees)


def smallest_for(db: Session, by: Viewer) -> Money:
    """The smallest withdrawal of all that somebody has; however little, of learners and where nothing more can come."""
    if by.role == Role.LEARNER:
        return LEAST_SENT
    if by.role != Role.MENTOR:
        return least()
    ahead = select(Offering.id).where(
        Offering.mentor_id == by.user_id,
        Offering.status == OfferingStatus.ACTIVE,
        col(Offering.starts_at) > clock.now(),
    )
    goes_on = db.exec(ahead.limit(1)).first() is not None or payments.earnings_of(db, by.user_id).held > Money(0)
    return least() if goes_on else min(least(), LEAST_SENT)


def may_come_back_until(db: Session, user_id: int) -> datetime | None:
    """Until when a bank may return what this person was sent last; None when it no longer may."""
    sent = select(func.max(Withdrawal.settled_at)).where(
        Withdrawal.user_id == user_id, Withdrawal.status == WithdrawalStatus.COMPLETED
    )
    last = db.exec(sent).one()
    until = last + MAY_COME_BACK_FOR if last is not None else None
    return until if until is not None and until > clock.now() else None
