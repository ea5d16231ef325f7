"""What admins see of disputes, and the daily question to the gateway: an event may be lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments import dispute_gateway, disputes, storage
from peerlearn.domain.payments.contested import UNDECIDED
from peerlearn.domain.payments.dispute_rules import DisputeStatus, GatewayDispute
from peerlearn.domain.payments.tables import Dispute, Payment
from peerlearn.kit import clock, database
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work, unit_of_work

LOOK_FOR_DISPUTES = "look_for_disputes"

_WAITS_FOR_US = col(Dispute.status).in_((DisputeStatus.OPEN, DisputeStatus.ACTION_REQUIRED))
_DEADLINE = case((UNDECIDED, col(Dispute.respond_by)))  # that of a decided one no longer counts


@dataclass(frozen=True)
class DisputeCard:
    """One dispute as admins see it; amounts are rupee text, moments ISO 8601 in UTC, empty where there is none.

    `taken` is what the gateway has deducted for it, `lost` what of that is gone for good. `booking_id` is zero for a
    package.
    """

    dispute_id: int
    payment_id: int
    booking_id: int
    kind: str
    learner_name: str
    mentor_name: str
    amount: str
    total: str
    taken: str
    lost: str
    status: str
    decided: bool
    phase: str
    reason: str
    respond_by: str
    opened_at: str
    settled_at: str
    reference: str
    gateway_id: str


def every_dispute(db: Session, *, most: int) -> list[DisputeCard]:
    """Those that wait for us, the nearest deadline first, then what banks look at, then the decided, newest first."""
    learner, mentor = aliased(User), aliased(User)
    wanted = (
        select(Dispute, Payment, learner.name, mentor.name)
        .join(Payment, col(Payment.id) == Dispute.payment_id)
        .join(learner, col(learner.id) == Payment.learner_id)
        .join(mentor, col(mentor.id) == Payment.mentor_id)
        .order_by(_WAITS_FOR_US.desc(), UNDECIDED.desc(), _DEADLINE.asc().nulls_last(), col(Dispute.id).desc())
        .limit(most)
    )
    return [_card(*row) for row in db.exec(wanted)]


def look_for_disputes_daily(work: Work) -> None:
    """Have the gateway asked once today for all disputes; where nothing was ever paid there are none."""
    if work.db.exec(select(Payment.id).where(col(Payment.razorpay_id).is_not(None)).limit(1)).first() is not None:
        enqueue(work, LOOK_FOR_DISPUTES, key=f"{LOOK_FOR_DISPUTES}:{work.now.date()}")


@job(LOOK_FOR_DISPUTES)
def look_for_disputes(run: Run) -> None:
    """Bring every dispute of a payment of ours up to date; said twice it changes nothing."""
    asked_at = clock.now()
    found = list(dispute_gateway.every_dispute())
    for said, payment_id in _ours(found):
        with unit_of_work() as work:
            disputes.follow(work, payment_id, said, asked_at=asked_at)
    with run.finish():
        pass


def _ours(found: Sequence[GatewayDispute]) -> list[tuple[GatewayDispute, int]]:
    with database.reading() as db:
        payments = [(said, storage.of_attempt(db, said.razorpay_id)) for said in found]
    return [(said, payment.id or 0) for said, payment in payments if payment is not None]


def _card(dispute: Dispute, payment: Payment, learner_name: str, mentor_name: str) -> DisputeCard:
    return DisputeCard(
        dispute_id=dispute.id or 0,
        payment_id=payment.id or 0,
        booking_id=payment.booking_id or 0,
        kind=payment.kind,
        learner_name=learner_name,
        mentor_name=mentor_name,
        amount=str(Money(dispute.amount_paise)),
        total=str(Money(payment.total_paise)),
        taken=str(Money(dispute.taken_paise)) if dispute.taken_paise else "",
        lost=str(Money(dispute.lost_paise)) if dispute.lost_paise else "",
        status=dispute.status,
        decided=dispute.settled_at is not None,
        phase=dispute.phase.replace("_", " "),
        reason=dispute.reason,
        respond_by=dispute.respond_by.isoformat() if dispute.respond_by else "",
        opened_at=dispute.created_at.isoformat(),
        settled_at=dispute.settled_at.isoformat() if dispute.settled_at else "",
        reference=dispute.razorpay_dispute_id,
        gateway_id=payment.razorpay_id or "",
    )
