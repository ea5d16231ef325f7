"""Keep the whiteboard of each pair, with a page per lesson."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the change in."""
    op.create_table(
        "boards",
        *_with_key("boards", mentor_id="users", learner_id="users"),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("mentor_id", "learner_id", name=op.f("uq_boards_pair")),
        sa.CheckConstraint("mentor_id <> learner_id", name=op.f("ck_boards_pair_of_two")),
    )
    op.create_index(op.f("ix_boards_learner_id"), "boards", ["learner_id"])
    op.create_table(
        "board_pages",
        *_with_key("board_pages", board_id="boards", room_id="rooms"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("elements", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("room_id", name=op.f("uq_board_pages_room_id")),
        sa.CheckConstraint("seq >= 0 AND elements >= 0", name=op.f("ck_board_pages_counted")),
    )
    op.create_index(op.f("ix_board_pages_board_id"), "board_pages", ["board_id"])
    op.create_table(
        "board_elements",
        *_with_key("board_elements", page_id="board_pages", drawn_by="users"),
        sa.Column("element_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("version_nonce", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.UniqueConstraint("page_id", "element_id", name=op.f("uq_board_elements_element")),
        sa.CheckConstraint("version >= 1 AND version_nonce >= 0 AND seq >= 1", name=op.f("ck_board_elements_counted")),
    )
    op.create_index("ix_board_elements_page_id_seq", "board_elements", ["page_id", "seq"])


def downgrade() -> None:
    """Take the change back; what was drawn is gone with it."""
    for table in ("board_elements", "board_pages", "boards"):
        op.drop_table(table)


def _with_key(table: str, **others: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in others),
        *(
            sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"))
            for name, other in others.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
