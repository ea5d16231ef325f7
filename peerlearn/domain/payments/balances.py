"""What stands on an account, and what of a mentor's debts is still to be earned."""

from sqlmodel import Session, col, func, select

from peerlearn.domain.payments.ledger import Place
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, Movement, Payment
from peerlearn.kit.money import Money


def balance(db: Session, place: Place) -> Money:
    """What stands on an account, or on one person's part of it."""
    account, owner_id = place
    owner = col(LedgerEntry.owner_id).is_(None) if owner_id is None else LedgerEntry.owner_id == owner_id
    total = select(func.sum(LedgerEntry.amount_paise)).where(LedgerEntry.account == account, owner)
    return Money(int(db.exec(total).one() or 0))


def still_owed(db: Session, movement: Movement, *, to_learner: int | None = None) -> Money:
    """How much of what such movements took from mentors these do not have yet: a claim, and no money so far.

    Args:
        db: where the ledger is.
        movement: for what it was taken.
        to_learner: of the bookings of this learner alone.
    """
    taken = (
        select(LedgerEntry.owner_id, func.sum(LedgerEntry.amount_paise))
        .join(LedgerTransaction, col(LedgerTransaction.id) == LedgerEntry.transaction_id)
        .where(LedgerEntry.account == Account.MENTOR_AVAILABLE, LedgerTransaction.kind == movement)
        .group_by(col(LedgerEntry.owner_id))
    )
    if to_learner is not None:
        own = col(Payment.id) == LedgerTransaction.payment_id
        taken = taken.join(Payment, own).where(Payment.learner_id == to_learner)
    took = {mentor_id: -int(paise) for mentor_id, paise in db.exec(taken)}
    stands = func.sum(LedgerEntry.amount_paise)
    below = (
        select(LedgerEntry.owner_id, stands)
        .where(LedgerEntry.account == Account.MENTOR_AVAILABLE, col(LedgerEntry.owner_id).in_(took))
        .group_by(col(LedgerEntry.owner_id))
        .having(stands < 0)
    )
    return Money(sum(min(-int(paise), took[mentor_id]) for mentor_id, paise in db.exec(below)))
