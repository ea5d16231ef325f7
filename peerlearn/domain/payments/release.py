"""Money is earned: a session's when it has taken place, a gift's as soon as it is here.

What a bank questions stays where it is until that is decided; whoever hears of the decision asks again.
"""

from peerlearn.domain.payments import ledger, storage
from peerlearn.domain.payments.contested import is_contested
from peerlearn.domain.payments.dispute_letters import tell_of_wait
from peerlearn.domain.payments.rules import PaymentStatus
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit.work import Work


def release(work: Work, booking_id: int) -> None:
    """Give mentor and app their parts of what is left, once; nothing when the money is not kept here (any more)."""
    _release(work, storage.locked_with_package(work, booking_id))


def release_gift(work: Work, payment_id: int) -> None:
    """Give mentor and app their parts of a gift, once."""
    _release(work, storage.locked(work, payment_id))


def _release(work: Work, payment: Payment) -> None:
    if payment.status != PaymentStatus.CAPTURED:
        return
    if is_contested(work.db, payment):
        tell_of_wait(work, payment.id or 0)
    elif ledger.post_release(work, payment):
        storage.record(work, "payment.release", payment)
        storage.changed(work, payment)
