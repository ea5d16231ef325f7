"""A bank questions a payment: what the gateway says of it, with all that follows for the money.

Whoever heard of it, an event or the daily look, has asked the gateway first. While it is not decided, what is left of
the payment stays where it is; what is lost is a refund that the learner's bank has made.
"""

import logging
from datetime import datetime

from sqlmodel import select

from peerlearn.domain.payments import ledger, owing, storage
from peerlearn.domain.payments.dispute_letters import warn_admins
from peerlearn.domain.payments.dispute_losses import lose
from peerlearn.domain.payments.dispute_rules import DisputeStatus, GatewayDispute, followed, stays_gone
from peerlearn.domain.payments.events import DisputeDecided
from peerlearn.domain.payments.rules import CURRENCY
from peerlearn.domain.payments.tables import Dispute, Payment
from peerlearn.kit.work import Work

log = logging.getLogger(__name__)


def follow(work: Work, payment_id: int, said: GatewayDispute, *, asked_at: datetime, asked_again: bool = False) -> None:
    """Merge what the gateway says of a dispute, with everything that follows; safe to repeat, in any order.

    Args:
        work: the unit of work.
        payment_id: the payment that we know it to be about.
        said: the answer.
        asked_at: when the gateway was asked; an answer to an older question changes nothing.
        asked_again: whether it has told us that the bank wants better evidence.
    """
    payment = storage.locked(work, payment_id)
    if payment.captured_at is None or said.razorpay_id != payment.razorpay_id or said.currency != CURRENCY:
        log.error("Dispute %s does not match payment %s; nothing was booked", said.razorpay_dispute_id, payment_id)
        storage.record(work, "dispute.mismatch", payment, dispute=said.razorpay_dispute_id)
        return
    dispute = _known(work, said) or _begin(work, payment, said, asked_at)
    if asked_at < dispute.known_at:
        return
    dispute.known_at = asked_at
    held = DisputeStatus(dispute.status)
    now = followed(held, said.status, asked_again=asked_again)
    if held.decided and said.status.decided and said.status is not held:
        log.error("Dispute %s was %s, and is said to be %s", dispute.id, held, said.status)
        return
    _note(work, payment, dispute, said, now)
    _move(work, payment, dispute, said.deducted_paise, ends=now.decided and not held.decided)
    if now.decided and not held.decided:
        owing.ask_now(work, payment, f"dispute:{dispute.id}")
        work.tell(DisputeDecided(payment_id))
    storage.changed(work, payment)


def _known(work: Work, said: GatewayDispute) -> Dispute | None:
    wanted = select(Dispute).where(Dispute.razorpay_dispute_id == said.razorpay_dispute_id)
    return work.db.exec(wanted.execution_options(populate_existing=True)).first()


def _begin(work: Work, payment: Payment, said: GatewayDispute, asked_at: datetime) -> Dispute:
    dispute = Dispute(
        payment_id=payment.id or 0,
        razorpay_dispute_id=said.razorpay_dispute_id,
        amount_paise=said.amount_paise,
        created_at=work.now,
        known_at=asked_at,
    )
    work.db.add(dispute)
    work.db.flush()
    storage.record(work, "dispute.opened", payment, dispute=said.razorpay_dispute_id, amount_paise=said.amount_paise)
    warn_admins(work, dispute.id or 0)
    return dispute


def _note(work: Work, payment: Payment, dispute: Dispute, said: GatewayDispute, now: DisputeStatus) -> None:
    dispute.phase, dispute.reason, dispute.respond_by = said.phase, said.reason, said.respond_by
    if dispute.status != now:
        dispute.status = now
        dispute.settled_at = work.now if now.decided else None
        storage.record(work, f"dispute.{now}", payment, dispute=dispute.razorpay_dispute_id)
    work.db.flush()


def _move(work: Work, payment: Payment, dispute: Dispute, deducted_paise: int, *, ends: bool) -> None:
    """Have the ledger say what the gateway has taken, and at the end what of it is gone, and what came back."""
    status = DisputeStatus(dispute.status)
    gone = stays_gone(status, deducted_paise)
    if (more := deducted_paise - dispute.taken_paise) > 0 and status is not DisputeStatus.WON:
        ledger.post_dispute_taken(work, payment, dispute, more)
        dispute.taken_paise += more
        work.db.flush()
    if (lost := gone - dispute.lost_paise) > 0:
        lose(work, payment, dispute, lost)
    if ends and (back := dispute.taken_paise - dispute.lost_paise) > 0:
        ledger.post_dispute_returned(work, payment, dispute, back)
