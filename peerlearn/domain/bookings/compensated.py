"""What a learner was compensated with, session by session."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.catalog.tables import Offering
from peerlearn.domain.payments.tables import Account, LedgerEntry, LedgerTransaction, Movement, Payment
from peerlearn.kit.money import Money


@dataclass(frozen=True)
class CompensationCard:
    """What a mentor who called a session off late gave its learner; `amount` is rupee text, `at` ISO 8601 in UTC."""

    movement_id: int
    title: str
    mentor_name: str
    amount: str
    at: str


def compensations_of(db: Session, learner_id: int, *, most: int) -> list[CompensationCard]:
    """A learner's, the newest first, at most so many."""
    wanted = (
        select(LedgerTransaction, LedgerEntry.amount_paise, Offering.title, User.name)
        .join(LedgerEntry, col(LedgerEntry.transaction_id) == col(LedgerTransaction.id))
        .join(Payment, col(Payment.id) == col(LedgerTransaction.payment_id))
        .join(Booking, col(Booking.id) == col(Payment.booking_id))
        .join(Offering, col(Offering.id) == col(Booking.session_id))
        .join(User, col(User.id) == col(Offering.mentor_id))
        .where(LedgerTransaction.kind == Movement.COMPENSATION, LedgerEntry.account == Account.LEARNER_AVAILABLE)
        .where(LedgerEntry.owner_id == learner_id)
        .order_by(col(LedgerTransaction.id).desc())
        .limit(most)
    )
    return [
        CompensationCard(movement.id or 0, title, mentor_name, str(Money(paise)), movement.at.isoformat())
        for movement, paise, title, mentor_name in db.exec(wanted)
    ]
