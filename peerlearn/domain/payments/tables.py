"""Payments, refunds, the double-entry ledger, and the inbox of the gateway's webhooks."""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from peerlearn.domain.payments.bank_reference import LONGEST_REFERENCE
from peerlearn.domain.payments.dispute_rules import DisputeStatus
from peerlearn.domain.payments.rules import PaymentKind, PaymentStatus, RefundStatus, Split
from peerlearn.kit.database import UtcDateTime, one_of

LONGEST_REFUSED = 200
LONGEST_DISPUTE_REASON, LONGEST_PHASE = 200, 20


class Payment(SQLModel, table=True):
    """The money of a booking, a gift or a package; the rates and amounts of its day stay with it.

    What a booking takes from a package is a payment too, and names the package's as `paid_from_id`.
    """

    __tablename__ = "payments"
    __table_args__ = (
        one_of("status", PaymentStatus),
        one_of("kind", PaymentKind),
        CheckConstraint("mentor_paise + app_paise = total_paise", name="split_is_whole"),
        CheckConstraint(
            "price_paise > 0 AND total_paise > 0 AND mentor_paise > 0 AND app_paise > 0",
            name="amounts_positive",
        ),
        CheckConstraint("refunded_paise BETWEEN 0 AND total_paise", name="refunds_within_total"),
        CheckConstraint(
            "razorpay_id IS NOT NULL OR captured_at IS NULL OR kind = 'credit'", name="captured_by_someone"
        ),
        CheckConstraint("(kind = 'package') = (booking_id IS NULL)", name="for_a_booking"),
        CheckConstraint("(kind = 'credit') = (paid_from_id IS NOT NULL)", name="credit_of_a_package"),
        Index(
            "uq_payments_booking_id_booking",
            "booking_id",
            unique=True,
            sqlite_where=text("kind IN ('booking', 'credit')"),
            postgresql_where=text("kind IN ('booking', 'credit')"),
        ),
        Index("ix_payments_booking_id", "booking_id"),
        Index("ix_payments_paid_from_id", "paid_from_id"),
        Index("ix_payments_learner_id", "learner_id"),
        Index("ix_payments_mentor_id_status", "mentor_id", "status"),
        Index("ix_payments_captured_at", "captured_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    booking_id: int | None = Field(default=None, foreign_key="bookings.id")
    paid_from_id: int | None = Field(default=None, foreign_key="payments.id")
    kind: str = Field(default=PaymentKind.BOOKING, max_length=10)
    learner_id: int = Field(foreign_key="users.id")
    mentor_id: int = Field(foreign_key="users.id")
    price_paise: int
    total_paise: int
    mentor_paise: int
    app_paise: int
    mentor_bps: int
    service_fee_bps: int
    status: str = Field(default=PaymentStatus.CREATED, max_length=12)
    receipt: str = Field(max_length=40, unique=True)
    order_id: str | None = Field(default=None, max_length=40, unique=True)
    razorpay_id: str | None = Field(default=None, max_length=40, unique=True)
    attempts: int = 0
    created_at: datetime = Field(sa_type=UtcDateTime)
    captured_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    # All that goes back or went back, whether it has arrived or not.
    refunded_paise: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    # How it was paid, in the gateway's words: "upi", "card" and so on; empty until it says so.
    method: str = Field(default="", max_length=20, sa_column_kwargs={"server_default": ""})

    @property
    def split(self) -> Split:
        """What the whole of it is made up of."""
        service_fee = self.total_paise - self.price_paise
        return Split(self.mentor_paise, self.app_paise - service_fee, service_fee)


class Refund(SQLModel, table=True):
    """A payment, or a part of it, going back once; its key is written down before the gateway is asked.

    One that failed stays as it is, and names in `replaced_by_id` the one that sends its money back after all.
    `refused` is why the gateway would not take one, in its words, from its answer until it is asked again;
    `reference` the bank's of one that was sent from the site's own account by hand; `dispute_id` the dispute by which
    the learner's bank itself gave the money back.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        one_of("status", RefundStatus),
        CheckConstraint("amount_paise > 0", name="amount_positive"),
        CheckConstraint("replaced_by_id IS NULL OR status = 'failed'", name="failed_alone_are_replaced"),
        CheckConstraint("reference = '' OR status = 'processed'", name="sent_by_hand_is_back"),
        Index("ix_refunds_payment_id", "payment_id"),
        Index("ix_refunds_status", "status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    payment_id: int = Field(foreign_key="payments.id")
    amount_paise: int
    reason: str = Field(max_length=200)
    status: str = Field(default=RefundStatus.REQUESTED, max_length=10)
    replaced_by_id: int | None = Field(default=None, foreign_key="refunds.id")
    idempotency_key: str = Field(max_length=40, unique=True)
    razorpay_refund_id: str | None = Field(default=None, max_length=40, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    refused: str = Field(default="", max_length=LONGEST_REFUSED, sa_column_kwargs={"server_default": ""})
    reference: str = Field(default="", max_length=LONGEST_REFERENCE, sa_column_kwargs={"server_default": ""})
    dispute_id: int | None = Field(default=None, foreign_key="disputes.id")


class Dispute(SQLModel, table=True):
    """A learner's bank questions a payment, all of it or a part; one payment may see several.

    `taken_paise` is the most that the gateway has deducted for it, `lost_paise` what of that does not come back.
    `known_at` is when the gateway was asked for what stands here: an older answer changes nothing.
    """

    __tablename__ = "disputes"
    __table_args__ = (
        one_of("status", DisputeStatus),
        CheckConstraint("amount_paise > 0", name="amount_positive"),
        CheckConstraint("lost_paise BETWEEN 0 AND taken_paise", name="lost_was_taken"),
        CheckConstraint("(settled_at IS NULL) = (status IN ('open', 'under_review', 'action_required'))", name="ends"),
        Index("ix_disputes_payment_id", "payment_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    payment_id: int = Field(foreign_key="payments.id")
    razorpay_dispute_id: str = Field(max_length=40, unique=True)
    amount_paise: int
    taken_paise: int = 0
    lost_paise: int = 0
    status: str = Field(default=DisputeStatus.OPEN, max_length=16)
    phase: str = Field(default="", max_length=LONGEST_PHASE)
    reason: str = Field(default="", max_length=LONGEST_DISPUTE_REASON)
    respond_by: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    known_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class StrayPayment(SQLModel, table=True):
    """Money that came for an order of ours in another amount than was asked for; it buys nothing and goes back whole.

    `returned_paise` is what has arrived of it again; the key is written down before the gateway is asked.
    """

    __tablename__ = "stray_payments"
    __table_args__ = (
        CheckConstraint("amount_paise > 0", name="amount_positive"),
        CheckConstraint("returned_paise BETWEEN 0 AND amount_paise", name="returned_within_amount"),
        CheckConstraint("(returned_at IS NOT NULL) = (returned_paise = amount_paise)", name="returned_whole"),
        Index("ix_stray_payments_payment_id", "payment_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    payment_id: int = Field(foreign_key="payments.id")
    razorpay_id: str = Field(max_length=40, unique=True)
    amount_paise: int
    returned_paise: int = 0
    idempotency_key: str = Field(max_length=40, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    returned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReceiptYear(SQLModel, table=True):
    """How many receipts a financial year has; its row is the line in which those who need a number wait."""

    __tablename__ = "receipt_years"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


class Receipt(SQLModel, table=True):
    """The receipt of one payment that came: its number in its year, and the seller as they were that day."""

    __tablename__ = "receipts"
    __table_args__ = (
        CheckConstraint("number > 0", name="number_positive"),
        Index("uq_receipts_year_number", "year", "number", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    payment_id: int = Field(foreign_key="payments.id", unique=True)
    year: int = Field(foreign_key="receipt_years.year")
    number: int
    issued_at: datetime = Field(sa_type=UtcDateTime)
    seller_name: str = Field(default="", max_length=200)
    seller_address: str = Field(default="", max_length=400)
    gstin: str = Field(default="", max_length=15)
    sac: str = Field(default="", max_length=8)
    gst_percent: int = 0
    place_of_supply: str = Field(default="", max_length=2)


class BillingState(SQLModel, table=True):
    """The Indian state that somebody wants on their receipts, by its GST code."""

    __tablename__ = "billing_states"

    user_id: int = Field(foreign_key="users.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    code: str = Field(max_length=2)


class Account(enum.StrEnum):
    """The places where money is, from the ledger's point of view."""

    GATEWAY_CLEARING = "gateway_clearing"  # with the gateway
    BOOKING_ESCROW = "booking_escrow"  # kept for a booking that has not happened yet
    MENTOR_AVAILABLE = "mentor_available"  # earned by the mentor who owns the entry
    APP_COMMISSION = "app_commission"
    APP_SERVICE_FEE = "app_service_fee"
    REFUND_IN_TRANSIT = "refund_in_transit"  # owed back to a learner
    PAYOUT_IN_TRANSIT = "payout_in_transit"  # set aside for a withdrawal
    PAYOUT_BANK = "payout_bank"  # left our bank with a withdrawal, or with a refund by hand
    GATEWAY_FEE = "gateway_fee"  # what the gateway keeps for itself
    GATEWAY_TAX = "gateway_tax"  # and the tax on that
    CANCELLATION_FEE = "cancellation_fee"  # what mentors paid the site for calling sessions off late
    PACKAGE_CREDIT = "package_credit"  # kept for sessions that the learner who owns the entry has not booked yet
    DISPUTED = "disputed"  # taken from us by the gateway until a learner's bank has decided
    PLATFORM_LOSS = "platform_loss"  # what banks gave back to learners although the mentor had earned it
    TDS_PAYABLE = (
        "tds_payable"  # income tax withheld from mentors and owed to the state; nothing while its rate is zero
    )
    TCS_PAYABLE = "tcs_payable"  # GST collected from mentors and owed to the state; nothing while its rate is zero
    LEARNER_AVAILABLE = "learner_available"  # what mentors who called off late gave the learner who owns the entry
    SETTLEMENT_BANK = "settlement_bank"  # reached our bank with a settlement of the gateway
    GATEWAY_ADJUSTMENT = "gateway_adjustment"  # what the gateway gave us besides, or took


class Movement(enum.StrEnum):
    """The kinds of ledger transactions."""

    CAPTURE = "capture"
    RELEASE = "release"
    REFUND = "refund"
    REFUND_PROCESSED = "refund_processed"
    WITHDRAWAL = "withdrawal"
    PAID_OUT = "paid_out"
    GIVEN_BACK = "given_back"
    GATEWAY_FEE = "gateway_fee"
    CANCELLATION_FEE = "cancellation_fee"
    CREDIT_USED = "credit_used"
    CREDIT_RETURNED = "credit_returned"
    DISPUTE_TAKEN = "dispute_taken"
    DISPUTE_RETURNED = "dispute_returned"
    DISPUTE_LOST = "dispute_lost"
    STRAY = "stray"  # came in a wrong amount, and goes back
    COMPENSATION = "compensation"
    SETTLEMENT = "settlement"


class LedgerTransaction(SQLModel, table=True):
    """One movement of money; its entries sum to zero, and its key makes it happen once."""

    __tablename__ = "ledger_transactions"
    __table_args__ = (
        one_of("kind", Movement),
        Index("ix_ledger_transactions_kind_payment_id", "kind", "payment_id"),
        CheckConstraint(
            "CASE WHEN payment_id IS NULL THEN 0 ELSE 1 END + CASE WHEN withdrawal_id IS NULL THEN 0 ELSE 1 END "
            "+ CASE WHEN settlement_id IS NULL THEN 0 ELSE 1 END = 1",
            name="one_subject",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=20)
    key: str = Field(max_length=80, unique=True)
    payment_id: int | None = Field(default=None, foreign_key="payments.id", index=True)
    withdrawal_id: int | None = Field(default=None, foreign_key="withdrawals.id", index=True)
    settlement_id: int | None = Field(default=None, foreign_key="settlements.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)


class LedgerEntry(SQLModel, table=True):
    """One account's part in a movement; the sign is explained in ledger.py."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        one_of("account", Account),
        CheckConstraint("amount_paise <> 0", name="amount_not_zero"),
        CheckConstraint(
            "(account IN ('mentor_available', 'package_credit', 'learner_available')) = (owner_id IS NOT NULL)",
            name="owner_of_earnings",
        ),
        Index("ix_ledger_entries_account_owner_id", "account", "owner_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    transaction_id: int = Field(foreign_key="ledger_transactions.id", index=True)
    account: str = Field(max_length=20)
    owner_id: int | None = Field(default=None, foreign_key="users.id")
    amount_paise: int


class EarningsSeen(SQLModel, table=True):
    """What the site had earned, in paise, when an admin last looked at it; of a mentor, what they themselves had."""

    __tablename__ = "earnings_seen"

    user_id: int = Field(foreign_key="users.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    earned_paise: int = Field(sa_type=BigInteger)


class WebhookState(enum.StrEnum):
    """What became of an event."""

    RECEIVED = "received"
    DONE = "done"
    IGNORED = "ignored"


class WebhookEvent(SQLModel, table=True):
    """One event as the gateway signed it, kept before it is acted on; its id makes a repetition harmless."""

    __tablename__ = "webhook_events"
    __table_args__ = (one_of("state", WebhookState),)

    event_id: str = Field(max_length=64, primary_key=True)
    body: str = Field(sa_type=Text)
    received_at: datetime = Field(sa_type=UtcDateTime, index=True)
    state: str = Field(default=WebhookState.RECEIVED, max_length=10)
    detail: str = Field(default="", max_length=200)
