"""Payments: what a session costs, the gateway's checkout, the ledger, earnings and refunds."""

from peerlearn.domain.payments.append_only import missing_guards
from peerlearn.domain.payments.checkout import CheckoutOrder, begin, confirm, open_gift_order, open_order
from peerlearn.domain.payments.events import GiftCaptured, PaymentCaptured
from peerlearn.domain.payments.outgoing import (
    earned,
    give_back,
    note_paid_out,
    note_payout_fee,
    profit,
    set_aside_earnings,
    set_aside_profit,
)
from peerlearn.domain.payments.queries import (
    Books,
    Earnings,
    FailedRefundCard,
    books,
    earnings_of,
    failed_refunds,
    paid_for,
)
from peerlearn.domain.payments.razorpay_gateway import signed_webhook
from peerlearn.domain.payments.receipts import INDIA, financial_year, parse_receipt_number, receipt_number
from peerlearn.domain.payments.refunds import FAILED_TOPIC, refund_again, refund_all_of, refund_in_full
from peerlearn.domain.payments.refusals import (
    AlreadyPaid,
    GatewayDown,
    GatewayRefused,
    GoesBackAlready,
    MoneyReturned,
    NotForYou,
    NothingOwed,
    NothingToGiveBack,
    NotPaidYet,
    NotYourPayment,
    PaymentNotVerified,
    PaymentsNotSetUp,
    ProofNeeded,
)
from peerlearn.domain.payments.release import release, release_gift
from peerlearn.domain.payments.rules import (
    MENTOR_BPS,
    REFUND_ARRIVES,
    SERVICE_FEE_BPS,
    PaymentKind,
    PaymentStatus,
    Quote,
    quote,
)
from peerlearn.domain.payments.statement import Kind as StatementKind
from peerlearn.domain.payments.statement import LineCard, MovementCard, movements_of
from peerlearn.domain.payments.storage import TOPIC
from peerlearn.domain.payments.webhooks import receive as receive_webhook

__all__ = [
    "FAILED_TOPIC",
    "INDIA",
    "MENTOR_BPS",
    "REFUND_ARRIVES",
    "SERVICE_FEE_BPS",
    "TOPIC",
    "AlreadyPaid",
    "Books",
    "CheckoutOrder",
    "Earnings",
    "FailedRefundCard",
    "GiftCaptured",
    "GatewayDown",
    "GatewayRefused",
    "GoesBackAlready",
    "LineCard",
    "MoneyReturned",
    "MovementCard",
    "NotForYou",
    "NotPaidYet",
    "NotYourPayment",
    "NothingOwed",
    "NothingToGiveBack",
    "PaymentCaptured",
    "PaymentKind",
    "PaymentNotVerified",
    "PaymentStatus",
    "PaymentsNotSetUp",
    "ProofNeeded",
    "Quote",
    "StatementKind",
    "begin",
    "books",
    "confirm",
    "earned",
    "earnings_of",
    "failed_refunds",
    "financial_year",
    "give_back",
    "missing_guards",
    "movements_of",
    "note_paid_out",
    "note_payout_fee",
    "paid_for",
    "open_gift_order",
    "open_order",
    "parse_receipt_number",
    "profit",
    "quote",
    "receipt_number",
    "receive_webhook",
    "refund_again",
    "refund_all_of",
    "refund_in_full",
    "release",
    "release_gift",
    "set_aside_earnings",
    "set_aside_profit",
    "signed_webhook",
]
