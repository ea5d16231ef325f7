"""What the gateway has settled, as its reports say: the sums that went to the bank, and the lines each is made of."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from peerlearn.domain.settlements.rules import LONGEST_DESCRIPTION, LineKind
from peerlearn.kit.database import UtcDateTime, one_of


class Settlement(SQLModel, table=True):
    """One sum that the gateway sent to the site's bank account; `utr` is the bank's reference of it."""

    __tablename__ = "settlements"
    __table_args__ = (CheckConstraint("amount_paise > 0", name="amount_positive"),)

    id: int | None = Field(default=None, primary_key=True)
    razorpay_id: str = Field(max_length=40, unique=True)
    amount_paise: int
    utr: str = Field(max_length=60)
    settled_at: datetime = Field(sa_type=UtcDateTime, index=True)
    seen_at: datetime = Field(sa_type=UtcDateTime)


class SettledLine(SQLModel, table=True):
    """One payment, refund or adjustment in a settlement, in the gateway's ids and paise.

    What it gave is `credit_paise`, its fee taken off; what it took `debit_paise`. `fee_paise` contains `tax_paise`.
    """

    __tablename__ = "settled_lines"
    __table_args__ = (
        one_of("kind", LineKind),
        CheckConstraint("credit_paise >= 0 AND debit_paise >= 0", name="amounts_not_negative"),
        UniqueConstraint("settlement_id", "razorpay_id", name="uq_settled_lines_once"),
        Index("ix_settled_lines_razorpay_id", "razorpay_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    settlement_id: int = Field(foreign_key="settlements.id")
    kind: str = Field(max_length=10)
    razorpay_id: str = Field(max_length=40)
    order_id: str = Field(default="", max_length=40)
    payment_id: str = Field(default="", max_length=40)  # of a refund: the gateway's id of its payment
    amount_paise: int
    credit_paise: int
    debit_paise: int
    fee_paise: int
    tax_paise: int
    description: str = Field(default="", max_length=LONGEST_DESCRIPTION)

    @property
    def net_paise(self) -> int:
        """What it adds to the settlement; below zero where it takes."""
        return self.credit_paise - self.debit_paise
