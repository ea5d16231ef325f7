"""Payments: what a session costs, the gateway's checkout, the ledger, earnings and refunds."""

from peerlearn.domain.payments.append_only import missing_guards
from peerlearn.domain.payments.checkout import (
    CheckoutOrder,
    confirm,
    open_gift_order,
    open_order,
    open_package_order,
)
from peerlearn.domain.payments.credits import credit_of, use_credit
from peerlearn.domain.payments.events import CreditReturned, GiftCaptured, PackageCaptured, PaymentCaptured
from peerlearn.domain.payments.intent import begin
from peerlearn.domain.payments.outgoing import (
    earned,
    give_back,
    note_paid_out,
    note_payout_fee,
    profit,
    set_aside_earnings,
    set_aside_profit,
)
from peerlearn.domain.payments.parts import refund_credit
from peerlearn.domain.payments.queries import (
    Books,
    Earnings,
    FailedRefundCard,
    books,
    earnings_of,
    failed_refunds,
    paid_by_credit,
    paid_for,
)
from peerlearn.domain.payments.razorpay_gateway import signed_webhook
from peerlearn.domain.payments.refunds import FAILED_TOPIC, refund_again, refund_in_full
from peerlearn.domain.payments.refusals import (
    AlreadyPaid,
    GatewayDown,
    GatewayRefused,
    MoneyReturned,
    NoCreditLeft,
    NotForYou,
    NothingOwed,
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
from peerlearn.domain.payments.webhooks import receive as receive_webhook

__all__ = [
    "FAILED_TOPIC",
    "MENTOR_BPS",
    "REFUND_ARRIVES",
    "SERVICE_FEE_BPS",
    "AlreadyPaid",
    "Books",
    "CheckoutOrder",
    "CreditReturned",
    "Earnings",
    "FailedRefundCard",
    "GiftCaptured",
    "GatewayDown",
    "GatewayRefused",
    "LineCard",
    "MoneyReturned",
    "MovementCard",
    "NoCreditLeft",
    "NotForYou",
    "NotPaidYet",
    "NotYourPayment",
    "NothingOwed",
    "PackageCaptured",
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
    "credit_of",
    "earned",
    "earnings_of",
    "failed_refunds",
    "give_back",
    "missing_guards",
    "movements_of",
    "note_paid_out",
    "note_payout_fee",
    "paid_for",
    "open_gift_order",
    "open_order",
    "open_package_order",
    "paid_by_credit",
    "profit",
    "quote",
    "receive_webhook",
    "refund_again",
    "refund_credit",
    "refund_in_full",
    "release",
    "release_gift",
    "set_aside_earnings",
    "set_aside_profit",
    "signed_webhook",
    "use_credit",
]
