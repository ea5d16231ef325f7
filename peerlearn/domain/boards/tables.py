"""The board of each pair, its page of each lesson, and what is drawn on it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import BigInteger, Field, SQLModel

from peerlearn.kit.database import UtcDateTime


class Board(SQLModel, table=True):
    """What one mentor and one learner share, lesson after lesson."""

    __tablename__ = "boards"
    __table_args__ = (
        UniqueConstraint("mentor_id", "learner_id", name="uq_boards_pair"),
        CheckConstraint("mentor_id <> learner_id", name="pair_of_two"),
    )

    id: int | None = Field(default=None, primary_key=True)
    mentor_id: int = Field(foreign_key="users.id")
    learner_id: int = Field(foreign_key="users.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)


class BoardPage(SQLModel, table=True):
    """The page of one lesson; `seq` counts every change of it, so that a tab asks only for what it has not seen.

    `size` is the bytes of all its elements' bodies, which are plain ASCII.
    """

    __tablename__ = "board_pages"
    __table_args__ = (CheckConstraint("seq >= 0 AND elements >= 0", name="counted"),)

    id: int | None = Field(default=None, primary_key=True)
    board_id: int = Field(foreign_key="boards.id", index=True)
    room_id: int = Field(foreign_key="rooms.id", unique=True)
    seq: int = 0
    elements: int = 0
    size: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    created_at: datetime = Field(sa_type=UtcDateTime)


class BoardElement(SQLModel, table=True):
    """The newest version of one element, as its `seq`-th change left it; a deleted one stays, marked so."""

    __tablename__ = "board_elements"
    __table_args__ = (
        UniqueConstraint("page_id", "element_id", name="uq_board_elements_element"),
        Index("ix_board_elements_page_id_seq", "page_id", "seq"),
        CheckConstraint("version >= 1 AND version_nonce >= 0 AND seq >= 1", name="counted"),
    )

    id: int | None = Field(default=None, primary_key=True)
    page_id: int = Field(foreign_key="board_pages.id")
    element_id: str = Field(max_length=64)
    version: int = Field(sa_type=BigInteger)
    version_nonce: int = Field(sa_type=BigInteger)
    seq: int
    drawn_by: int = Field(foreign_key="users.id")
    body: str = Field(sa_type=Text)
