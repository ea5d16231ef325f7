"""What of somebody's money is not at its end yet, before they leave; and what is kept of them beside the books."""

from sqlmodel import Session, col, delete, func, select

from peerlearn.domain.payments.balances import balance
from peerlearn.domain.payments.rules import PaymentStatus, RefundStatus
from peerlearn.domain.payments.tables import Account, BillingState, EarningsSeen, Payment, Refund
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work


def credit_held_for(db: Session, learner_id: int) -> Money:
    """What a learner has paid for in packages, and neither booked nor had back."""
    return balance(db, (Account.PACKAGE_CREDIT, learner_id))


def not_back_yet(db: Session, learner_id: int) -> Money:
    """What goes back to a learner and has not arrived."""
    owed = (
        select(func.sum(Refund.amount_paise))
        .join(Payment, col(Payment.id) == col(Refund.payment_id))
        .where(Payment.learner_id == learner_id, col(Refund.replaced_by_id).is_(None))
        .where(Refund.status != RefundStatus.PROCESSED)
    )
    return Money(int(db.exec(owed).one() or 0))


def being_settled(db: Session, learner_id: int) -> bool:
    """Whether a bank has set money aside for a payment of a learner that is not through yet."""
    waits = select(Payment.id).where(Payment.learner_id == learner_id, Payment.status == PaymentStatus.AUTHORIZED)
    return db.exec(waits.limit(1)).first() is not None


def forget_person(work: Work, user_id: int) -> None:
    """Keep of this person what the books need, and nothing that they chose beside them."""
    for own in (BillingState, EarningsSeen):
        work.db.exec(delete(own).where(col(own.user_id) == user_id))
