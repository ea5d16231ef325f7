"""What people read for the movements and accounts of the ledger: mentors, admins and learners each their own."""

from peerlearn.domain.payments import GIFT, HELD_PART, OWED_FEES

MENTORS_MOVEMENTS = {
    "release": "Session with {about}",
    "gift": "Gift from {about}",
    "refund": "Refunded to {about}",
    "credit_returned": "Refunded to {about}",
    "cancellation_fee": "Fee for cancelling late on {about}",
    "compensation": "Compensation of {about} for cancelling late",
    "withdrawal": "Withdrawal {subject}",
    "given_back": "Withdrawal {subject} came back",
}
MENTORS_ACCOUNTS = {
    "mentor_available": "Your earnings",
    "booking_escrow": "Kept for the session",
    "app_commission": "PeerLearn's commission",
    "app_service_fee": "Service fee of the learner",
    "cancellation_fee": "Cancellation fee to PeerLearn",
    "learner_available": "Compensation of the learner",
    "package_credit": "Kept in the learner's package",
    "disputed": "Held until a bank has decided",
    "platform_loss": "Borne by PeerLearn",
    "tds_payable": "Income tax withheld for you (TDS)",
    "tcs_payable": "GST collected for you (TCS)",
    "refund_in_transit": "On its way to the learner",
    "payout_in_transit": "On its way to your bank",
    "payout_bank": "Sent to your bank",
}
ADMINS_MOVEMENTS = {
    "capture": "Paid by the learner",
    "release": "Earned",
    "refund": "Taken back for the learner",
    "refund_processed": "Back with the learner",
    "gateway_fee": "Kept by the payment service",
    "cancellation_fee": "Fee of the mentor for calling it off late",
    "compensation": "Compensation of the learner by the mentor",
    "credit_used": "Booked from a package",
    "credit_returned": "Back in its package",
    "dispute_taken": "Taken by the bank that disputes it",
    "dispute_returned": "Returned by the bank",
    "dispute_lost": "Lost to the bank beyond the payment",
    "stray": "Came in a wrong amount, goes back whole",
    "settlement": "Settled by the payment service",
}
ADMINS_ACCOUNTS = {
    "gateway_clearing": "With the payment service",
    "booking_escrow": "Kept for the session",
    "mentor_available": "Mentor's earnings",
    "app_commission": "Commission of the site",
    "app_service_fee": "Service fee of the site",
    "refund_in_transit": "On its way to the learner",
    "payout_bank": "Sent from the site's bank account",
    "gateway_fee": "Fee of the payment service",
    "gateway_tax": "Tax on that fee",
    "cancellation_fee": "Cancellation fees of the site",
    "learner_available": "Compensation of the learner",
    "package_credit": "Kept in the learner's package",
    "disputed": "Held until a bank has decided",
    "platform_loss": "Loss of the site",
    "settlement_bank": "In the site's bank account",
    "gateway_adjustment": "Given or taken by the payment service besides",
    "tds_payable": "Income tax withheld (TDS), owed to the state",
    "tcs_payable": "GST collected (TCS), owed to the state",
}
LEARNERS_MOVEMENTS = {
    "capture": "Paid: {about}",
    "refund": "Given back: {about}",
}
LEARNERS_ACCOUNTS = {
    "gateway_clearing": "Taken by the payment service",
    "refund_in_transit": "Yours again",
}
# Lines of figures alone: no list of movements has them.
MENTORS_FIGURES = {HELD_PART: "Session with {about}", "paid_out": "Withdrawal {subject} sent"}
ADMINS_FIGURES = {
    GIFT: "Earned from a gift",
    "withdrawal": "Withdrawn",
    "given_back": "Withdrawal came back",
    OWED_FEES: "Not counted: fees that mentors still owe",
}


def in_words(words: dict[str, str], kind: str, *, about: str, subject_id: int) -> str:
    """A movement in these words; by its own name where there are none."""
    return words.get(kind, kind).format(about=about, subject=subject_id)
