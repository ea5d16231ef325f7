"""Money is earned: what was kept for a session goes to mentor and app when it has taken place."""

from peerlearn.domain import audit
from peerlearn.domain.payments import ledger, storage
from peerlearn.domain.payments.rules import PaymentStatus
from peerlearn.kit.work import Work


def release(work: Work, booking_id: int) -> None:
    """Give mentor and app their parts, once; nothing when the money is not kept here (any more)."""
    payment = storage.locked_of_booking(work, booking_id)
    if payment.status == PaymentStatus.CAPTURED and ledger.post_release(work, payment):
        target = f"payment:{payment.id}"
        audit.record(work, "payment.release", actor_id=None, target=target, booking_id=booking_id)
        storage.changed(work, payment)
