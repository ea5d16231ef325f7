"""What a mentor pays, the learner or the site, for calling a session off so late that a learner would lose money."""

from peerlearn.domain.payments import ledger, storage
from peerlearn.kit.money import Money
from peerlearn.kit.work import Work


def charge_cancellation(work: Work, booking_id: int, fee: Money, *, to_learner: bool) -> None:
    """Take the fee from the mentor's earnings, once; where they have less, later earnings make up for it."""
    payment = storage.locked_of_booking(work, booking_id)
    post = ledger.post_compensation if to_learner else ledger.post_cancellation_fee
    if fee > Money(0) and post(work, payment, fee.paise):
        deed = "payment.compensation" if to_learner else "payment.cancellation_fee"
        storage.record(work, deed, payment, fee_paise=fee.paise)
        storage.changed(work, payment)
