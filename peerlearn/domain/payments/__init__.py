"""Payments: what a session costs, the gateway's checkout, the ledger, earnings and refunds."""

from peerlearn.domain.payments.append_only import missing_guards
from peerlearn.domain.payments.bank_reference import LONGEST_REFERENCE, understood_reference
from peerlearn.domain.payments.cancellation import charge_cancellation
from peerlearn.domain.payments.checkout import (
    CheckoutOrder,
    confirm,
    open_gift_order,
    open_order,
    open_package_order,
)
from peerlearn.domain.payments.compensation import Compensation, compensation_of
from peerlearn.domain.payments.contested import contested, contested_among
from peerlearn.domain.payments.credits import credit_of, credits_of, use_credit
from peerlearn.domain.payments.dispute_list import DisputeCard, every_dispute, look_for_disputes_daily
from peerlearn.domain.payments.dispute_rules import DisputeStatus
from peerlearn.domain.payments.events import (
    CreditReturned,
    DisputeDecided,
    GiftCaptured,
    PackageCaptured,
    PaymentCaptured,
)
from peerlearn.domain.payments.figures import (
    HELD_PART,
    OWED_FEES,
    Figure,
    FigureLine,
    FigureLines,
    lines_of,
    lines_of_payments,
)
from peerlearn.domain.payments.intent import begin
from peerlearn.domain.payments.leaving import being_settled, credit_held_for, forget_person, not_back_yet
from peerlearn.domain.payments.ledger import has_left, post_settlement, was_earned
from peerlearn.domain.payments.new_earnings import earnings_are_seen, new_earnings, note_earnings_seen
from peerlearn.domain.payments.outgoing import (
    earned,
    give_back,
    note_paid_out,
    note_payout_fee,
    profit,
    set_aside_compensation,
    set_aside_earnings,
    set_aside_profit,
)
from peerlearn.domain.payments.owed_refunds import FailedRefundCard, failed_refunds, refund_again, refund_by_hand
from peerlearn.domain.payments.owing import ask_for_refunds_daily
from peerlearn.domain.payments.queries import (
    Books,
    Earnings,
    Paid,
    books,
    cancellation_fee_of,
    earnings_of,
    money_of,
    paid_by_credit,
    paid_for,
)
from peerlearn.domain.payments.razorpay_gateway import signed_webhook
from peerlearn.domain.payments.receipts import INDIA, financial_year, parse_receipt_number, receipt_number
from peerlearn.domain.payments.reconcile import ask_about
from peerlearn.domain.payments.refund_reports import FAILED_TOPIC
from peerlearn.domain.payments.refunds import refund_all_of, refund_credit, refund_in_full, refund_part
from peerlearn.domain.payments.refusals import (
    AlreadyPaid,
    BeingAskedFor,
    GatewayDown,
    GatewayRefused,
    GoesBackAlready,
    MoneyReturned,
    NoCreditLeft,
    NotForYou,
    NothingOwed,
    NothingToGiveBack,
    NotPaidYet,
    NotYourPayment,
    PaymentDisputed,
    PaymentNotVerified,
    PaymentsNotSetUp,
    ProofNeeded,
    RefundNotPossible,
    WrongAmount,
)
from peerlearn.domain.payments.release import release, release_gift
from peerlearn.domain.payments.rules import (
    MENTOR_BPS,
    SERVICE_FEE_BPS,
    PaymentKind,
    PaymentStatus,
    Quote,
    part_of,
    quote,
    refund_arrives,
    refund_expected_by,
)
from peerlearn.domain.payments.silence import Silence, silence, warn_of_silence
from peerlearn.domain.payments.statement import GIFT, LineCard, MovementCard, movements_of
from peerlearn.domain.payments.statement import Kind as StatementKind
from peerlearn.domain.payments.storage import TOPIC
from peerlearn.domain.payments.strays import return_strays_daily, strays_of
from peerlearn.domain.payments.webhooks import receive as receive_webhook

__all__ = [
    "look_for_disputes_daily",
    "contested_among",
    "contested",
    "FAILED_TOPIC",
    "GIFT",
    "HELD_PART",
    "INDIA",
    "LONGEST_REFERENCE",
    "MENTOR_BPS",
    "OWED_FEES",
    "SERVICE_FEE_BPS",
    "TOPIC",
    "AlreadyPaid",
    "BeingAskedFor",
    "Books",
    "CheckoutOrder",
    "Compensation",
    "CreditReturned",
    "DisputeCard",
    "DisputeDecided",
    "DisputeStatus",
    "Earnings",
    "FailedRefundCard",
    "Figure",
    "FigureLine",
    "FigureLines",
    "GiftCaptured",
    "GatewayDown",
    "GatewayRefused",
    "GoesBackAlready",
    "LineCard",
    "MoneyReturned",
    "MovementCard",
    "NoCreditLeft",
    "NotForYou",
    "NotPaidYet",
    "NotYourPayment",
    "NothingOwed",
    "Paid",
    "NothingToGiveBack",
    "PackageCaptured",
    "PaymentCaptured",
    "PaymentDisputed",
    "PaymentKind",
    "PaymentNotVerified",
    "PaymentStatus",
    "PaymentsNotSetUp",
    "ProofNeeded",
    "Quote",
    "RefundNotPossible",
    "Silence",
    "StatementKind",
    "WrongAmount",
    "ask_about",
    "ask_for_refunds_daily",
    "begin",
    "being_settled",
    "books",
    "cancellation_fee_of",
    "charge_cancellation",
    "compensation_of",
    "confirm",
    "credit_held_for",
    "credit_of",
    "credits_of",
    "earned",
    "earnings_are_seen",
    "earnings_of",
    "every_dispute",
    "failed_refunds",
    "financial_year",
    "forget_person",
    "give_back",
    "has_left",
    "lines_of",
    "lines_of_payments",
    "missing_guards",
    "money_of",
    "movements_of",
    "note_paid_out",
    "new_earnings",
    "not_back_yet",
    "note_payout_fee",
    "note_earnings_seen",
    "open_gift_order",
    "open_order",
    "paid_for",
    "part_of",
    "parse_receipt_number",
    "open_package_order",
    "paid_by_credit",
    "post_settlement",
    "profit",
    "quote",
    "receipt_number",
    "receive_webhook",
    "refund_again",
    "refund_arrives",
    "refund_expected_by",
    "refund_by_hand",
    "refund_all_of",
    "refund_credit",
    "refund_in_full",
    "refund_part",
    "release",
    "release_gift",
    "return_strays_daily",
    "set_aside_compensation",
    "set_aside_earnings",
    "set_aside_profit",
    "signed_webhook",
    "strays_of",
    "silence",
    "understood_reference",
    "use_credit",
    "was_earned",
    "warn_of_silence",
]
