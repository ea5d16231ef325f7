"""How many people there are."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from peerlearn.domain.accounts.tables import Role, User


@dataclass(frozen=True)
class HeadCount:
    """Open accounts, by role."""

    learners: int
    mentors: int
    admins: int


def head_count(db: Session) -> HeadCount:
    """How many accounts are open now."""
    rows = db.exec(select(User.role, func.count()).where(col(User.is_active)).group_by(User.role))
    found = dict(rows.all())
    return HeadCount(found.get(Role.LEARNER, 0), found.get(Role.MENTOR, 0), found.get(Role.ADMIN, 0))
