"""Where people want their money, and what they have asked for; account numbers are sealed."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from peerlearn.domain.payments import LONGEST_REFERENCE
from peerlearn.domain.payouts.attempt_rules import PayoutStatus
from peerlearn.domain.payouts.rules import (
    LONGEST_REASON,
    DestinationKind,
    Route,
    Source,
    WithdrawalStatus,
)
from peerlearn.kit.database import UtcDateTime, one_of

# One payout at most may pay, or have paid, a withdrawal.
PAYING = "status NOT IN ('failed', 'rejected', 'cancelled', 'reversed')"


class PayoutDestination(SQLModel, table=True):
    """Where one person's money goes from now on."""

    __tablename__ = "payout_destinations"
    __table_args__ = (one_of("kind", DestinationKind),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", unique=True)
    kind: str = Field(max_length=4)
    masked: str = Field(max_length=255)
    sealed: str = Field(sa_type=Text)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Withdrawal(SQLModel, table=True):
    """One amount on its way to somebody; it goes where they wanted it when they asked."""

    __tablename__ = "withdrawals"
    __table_args__ = (
        one_of("source", Source),
        one_of("status", WithdrawalStatus),
        one_of("route", Route),
        CheckConstraint("amount_paise > 0", name="amount_positive"),
        CheckConstraint("status NOT IN ('completed', 'reversed') OR reference <> ''", name="paid_with_reference"),
        CheckConstraint("(status = 'pending') = (settled_at IS NULL)", name="settled_when_not_pending"),
        UniqueConstraint("user_id", "idempotency_key", name="uq_withdrawals_once"),
        Index("ix_withdrawals_user_id_id", "user_id", "id"),
        Index("ix_withdrawals_status_id", "status", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id")
    source: str = Field(max_length=10)
    amount_paise: int
    bank_upi: str = Field(max_length=255)  # masked, as people see it
    sealed_destination: str = Field(sa_type=Text)
    status: str = Field(default=WithdrawalStatus.PENDING, max_length=10)
    route: str = Field(default=Route.BY_HAND, max_length=10)
    idempotency_key: str = Field(max_length=40)
    reference: str = Field(default="", max_length=LONGEST_REFERENCE)
    reason: str = Field(default="", max_length=LONGEST_REASON)
    created_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    settled_by: int | None = Field(default=None, foreign_key="users.id")


class PayoutPayee(SQLModel, table=True):
    """One destination as RazorpayX knows it; `seal` is the fingerprint of the sealed text, never of what it hides."""

    __tablename__ = "payout_payees"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    seal: str = Field(max_length=64, unique=True)
    contact_id: str = Field(max_length=40)
    fund_account_id: str = Field(max_length=40)
    created_at: datetime = Field(sa_type=UtcDateTime)


class PayoutAttempt(SQLModel, table=True):
    """One try to send a withdrawal through RazorpayX; its key is written down before RazorpayX is asked."""

    __tablename__ = "payout_attempts"
    __table_args__ = (
        one_of("status", PayoutStatus),
        UniqueConstraint("withdrawal_id", "number", name="uq_payout_attempts_number"),
        Index(
            "uq_payout_attempts_paying",
            "withdrawal_id",
            unique=True,
            sqlite_where=text(PAYING),
            postgresql_where=text(PAYING),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    withdrawal_id: int = Field(foreign_key="withdrawals.id")
    number: int
    idempotency_key: str = Field(max_length=36, unique=True)
    razorpay_payout_id: str | None = Field(default=None, max_length=40, unique=True)
    status: str = Field(default=PayoutStatus.REQUESTED, max_length=10)
    reason: str = Field(default="", max_length=60)
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
