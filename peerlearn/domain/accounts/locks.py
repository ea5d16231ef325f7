"""Taking turns: whoever decides about a person's own calendar or money locks that person's row first."""

from sqlmodel import col, select

from peerlearn.domain.accounts.refusals import SignedOut
from peerlearn.domain.accounts.tables import Role, User
from peerlearn.kit.work import Work


def lock_user(work: Work, user_id: int) -> None:
    """Keep every other transaction that locks this person waiting until this one ends.

    Who only writes a row that refers to them need not wait: they may hold what this transaction asks for next.

    Raises:
        SignedOut: when they have deleted their account; what they pressed before came after that.
    """
    locked = select(User.deleted_at).where(User.id == user_id).with_for_update(key_share=True)
    if work.db.exec(locked).one() is not None:
        raise SignedOut()


def lock_admins(work: Work) -> None:
    """Keep every other transaction waiting that decides about what belongs to the admins together."""
    work.db.exec(select(User.id).where(User.role == Role.ADMIN).order_by(col(User.id)).with_for_update()).all()
