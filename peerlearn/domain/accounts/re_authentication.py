"""Being asked for the password again before something weighty, by whoever has no second factor.

Wrong ones are counted like those of a sign-in: a tab that somebody left open is no way to guess the password.
"""

from dataclasses import dataclass

from sqlmodel import Session, select

from peerlearn.domain import audit
from peerlearn.domain.accounts.failures import count_one_more, failures_of
from peerlearn.domain.accounts.refusals import AccountLocked, InvalidCredentials
from peerlearn.domain.accounts.rules import is_locked
from peerlearn.domain.accounts.sign_ins import REVOKED_TOPIC
from peerlearn.domain.accounts.tables import Role, SignIn, User
from peerlearn.domain.accounts.viewer import Viewer
from peerlearn.kit import ids
from peerlearn.kit.refusal import NotAllowed, Refusal
from peerlearn.kit.work import Work

WRONG_PASSWORD = "That is not your password"


@dataclass(frozen=True)
class Compared:
    """The hash that a password is compared with."""

    password_hash: str


def to_compare(db: Session, by: Viewer) -> Compared:
    """What to compare the password with, off the event loop and outside any transaction."""
    return Compared(db.get_one(User, by.user_id).password_hash)


def note_password(
    work: Work, token: str, compared: Compared, by: Viewer, *, right: bool, ip: str = ""
) -> Refusal | None:
    """Count a failure, or note that this sign-in has proved who it is; None when it has.

    The refusal is returned, not raised: a counted failure must be committed.

    Raises:
        NotAllowed: for an admin, whom a password alone does not prove.
    """
    if by.role == Role.ADMIN:
        raise NotAllowed()
    counted = failures_of(work, f"again:{by.user_id}")
    if counted.locked_until and is_locked(counted.locked_until, work.now):
        return AccountLocked(counted.locked_until, work.now)
    if not right or work.db.get_one(User, by.user_id).password_hash != compared.password_hash:
        count_one_more(work, counted)
        audit.record(work, "password_again.wrong", actor_id=by.user_id, ip=ip)
        return InvalidCredentials(WRONG_PASSWORD)
    work.db.delete(counted)
    mine = select(SignIn).where(SignIn.token_fingerprint == ids.fingerprint(token), SignIn.user_id == by.user_id)
    work.db.exec(mine.with_for_update()).one().proved_at = work.now
    audit.record(work, "password_again", actor_id=by.user_id, ip=ip)
    work.touch(REVOKED_TOPIC)  # whoever remembers this viewer asks anew
    return None
