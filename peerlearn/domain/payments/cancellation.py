"""What a mentor pays the site for calling a session off so late that a learner would have forfeited money."""

from peerlearn.domain.payments import ledger, storage
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work


def charge_cancellation(work: Work, booking_id: int, fee: Money) -> None:
    """Take the fee from the mentor's earnings, once; where they have less, later earnings make up for it."""
    payment = storage.locked_of_booking(work, booking_id)
    if fee > Money(0) and ledger.post_cancellation_fee(work, payment, fee.paise):
        storage.record(work, "payment.cancellation_fee", payment, fee_paise=fee.paise)
        storage.changed(work, payment)
