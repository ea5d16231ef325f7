"""Money is earned: what was kept for a session goes to mentor and app when it has taken place."""

from peerlearn.domain.payments import ledger, storage
from peerlearn.domain.payments.rules import PaymentStatus
from peerlearn.kit.work import Work


def release(work: Work, booking_id: int) -> None:
    """Give mentor and app their parts, once; nothing when the money is not kept here (any more)."""
    payment = storage.locked_of_booking(work, booking_id)
    if payment.status == PaymentStatus.CAPTURED and ledger.post_release(work, payment):
        storage.record(work, "payment.release", payment)
        storage.changed(work, payment)
