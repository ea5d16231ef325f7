"""Taking turns: whoever decides about a person's own calendar locks that person's row first."""

from sqlmodel import select

from peerlearn.domain.accounts.tables import User
from peerlearn.kit.work import Work


def lock_user(work: Work, user_id: int) -> None:
    """Keep every other transaction that locks this person waiting until this one ends."""
    work.db.exec(select(User.id).where(User.id == user_id).with_for_update()).one()
