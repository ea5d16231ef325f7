"""What mentors who called off late owe their learners.

It is the learner's at once, and can be withdrawn as far as the mentor has earned it. The site advances nothing: whoever
is on both sides of a session could otherwise have it pay them for calling it off.
"""

from dataclasses import dataclass

from sqlmodel import Session

from peerlearn.domain.payments.balances import balance, still_owed
from peerlearn.domain.payments.tables import Account, Movement
from peerlearn.kit.money import Money


@dataclass(frozen=True)
class Compensation:
    """A learner's: what they may withdraw now, and what they may once their mentors have earned it."""

    available: Money
    waits: Money


def compensation_of(db: Session, learner_id: int) -> Compensation:
    """What a learner has that they have not withdrawn."""
    stands = balance(db, (Account.LEARNER_AVAILABLE, learner_id))
    waits = min(stands, still_owed(db, Movement.COMPENSATION, to_learner=learner_id))
    return Compensation(available=stands - waits, waits=waits)
