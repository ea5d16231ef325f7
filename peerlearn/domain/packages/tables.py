"""What mentors offer as packages, and which payment bought one; how much is left is the ledger's to say."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from peerlearn.kit.database import UtcDateTime


class Package(SQLModel, table=True):
    """Several sessions of a mentor at a lower price each; never changed, only withdrawn from sale."""

    __tablename__ = "packages"
    __table_args__ = (
        CheckConstraint("sessions BETWEEN 2 AND 20", name="several"),
        CheckConstraint(
            "price_paise > 0 AND price_paise < usual_price_paise AND price_paise % 100 = 0", name="saves_something"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    mentor_id: int = Field(foreign_key="users.id", index=True)
    sessions: int
    price_paise: int  # of one session, before the fee
    usual_price_paise: int  # the dearest session that one of its credits books
    created_at: datetime = Field(sa_type=UtcDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PackagePurchase(SQLModel, table=True):
    """A package that somebody bought, or is about to; its people and amounts are the payment's."""

    __tablename__ = "package_purchases"

    id: int | None = Field(default=None, primary_key=True)
    package_id: int = Field(foreign_key="packages.id", index=True)
    payment_id: int = Field(foreign_key="payments.id", unique=True)
    valid_until: datetime | None = Field(default=None, sa_type=UtcDateTime)  # once it is paid
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # what is unused goes back from then on
