"""The `gifts` table: for which lesson a payment was a gift, and whether its mentor said thank you."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from peerlearn.kit.database import UtcDateTime


class Gift(SQLModel, table=True):
    """One gift, paid or about to be; its amounts and people are the payment's."""

    __tablename__ = "gifts"

    id: int | None = Field(default=None, primary_key=True)
    payment_id: int = Field(foreign_key="payments.id", unique=True)
    room_id: int = Field(foreign_key="rooms.id", index=True)
    thanked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
