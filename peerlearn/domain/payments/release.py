"""Money is earned: a session's when it has taken place, a gift's as soon as it is here."""

from peerlearn.domain.payments import ledger, storage
from peerlearn.domain.payments.rules import PaymentStatus
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit.work import Work


def release(work: Work, booking_id: int) -> None:
    """Give mentor and app their parts of what is left, once; nothing when the money is not kept here (any more)."""
    _release(work, storage.locked_of_booking(work, booking_id))


def release_gift(work: Work, payment_id: int) -> None:
    """Give mentor and app their parts of a gift, once."""
    _release(work, storage.locked(work, payment_id))


def _release(work: Work, payment: Payment) -> None:
    if payment.status == PaymentStatus.CAPTURED and ledger.post_release(work, payment):
        storage.record(work, "payment.release", payment)
        storage.changed(work, payment)
