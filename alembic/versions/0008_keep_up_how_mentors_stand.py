"""Keep up how mentors stand, so that nobody who passes by adds it up."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# A session's learner rates its mentor; what the mentor says of the learner is another matter.
SO_FAR = """
INSERT INTO mentor_standings (mentor_id, stars, ratings, given, average)
SELECT s.mentor_id, COALESCE(SUM(r.stars), 0), COUNT(r.id), COUNT(b.id),
    CASE WHEN COUNT(r.id) = 0 THEN 0 ELSE 1000 * SUM(r.stars) / COUNT(r.id) END
FROM sessions s
JOIN bookings b ON b.session_id = s.id AND b.status = 'completed'
LEFT JOIN ratings r ON r.booking_id = b.id AND r.author_id = b.learner_id
GROUP BY s.mentor_id
"""


def upgrade() -> None:
    """Bring the change in, with everything rated so far."""
    op.create_table(
        "mentor_standings",
        sa.Column("mentor_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("ratings", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("average", sa.Integer(), nullable=False),
        sa.CheckConstraint("stars BETWEEN ratings AND 5 * ratings", name=op.f("ck_mentor_standings_stars_of_ratings")),
        sa.CheckConstraint("ratings BETWEEN 0 AND given", name=op.f("ck_mentor_standings_ratings_of_sessions")),
        sa.ForeignKeyConstraint(["mentor_id"], ["users.id"], name=op.f("fk_mentor_standings_mentor_id")),
        sa.PrimaryKeyConstraint("mentor_id", name=op.f("pk_mentor_standings")),
    )
    op.create_index(
        "ix_mentor_standings_average_given_mentor_id", "mentor_standings", ["average", "given", "mentor_id"]
    )
    op.execute(SO_FAR)


def downgrade() -> None:
    """Take the change back; it can be added up again."""
    op.drop_index("ix_mentor_standings_average_given_mentor_id", table_name="mentor_standings")
    op.drop_table("mentor_standings")
