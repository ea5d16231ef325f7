"""An account that was deleted: its row stays, for the money and the lessons that refer to it, and names nobody.

What else a person left behind is the business of who keeps it; domain/leaving asks them all.
"""

from sqlmodel import col, delete, or_

from peerlearn.domain.accounts.failures import lift_locks
from peerlearn.domain.accounts.handles import MENTORS_TOPIC
from peerlearn.domain.accounts.intro_video import drop_later
from peerlearn.domain.accounts.sign_ins import REVOKED_TOPIC, end_every_sign_in
from peerlearn.domain.accounts.tables import (
    EmailCode,
    Failures,
    RecoveryCode,
    Role,
    SignIn,
    SignInChallenge,
    SignInTicket,
    SignUp,
    TotpSecret,
    User,
)
from peerlearn.kit.work import Work

DELETED_NAME = "Deleted user"
NOWHERE = "deleted.invalid"  # a domain that nobody can have: mail to it is not sent
NO_PASSWORD = "!"  # what no password hashes to


def forget_person(work: Work, user_id: int) -> None:
    """End every sign-in of this person, and keep nothing of who they were; their address is free again."""
    user = work.db.get_one(User, user_id, with_for_update=True)
    end_every_sign_in(work, user_id)
    _forget_ways_in(work, user_id, user.email)
    if user.intro_video:
        drop_later(work, user.intro_video)
    user.name, user.email, user.password_hash = DELETED_NAME, f"deleted-{user_id}@{NOWHERE}", NO_PASSWORD
    # No name makes a handle with such a line in it, so nobody has this one.
    user.handle = f"deleted_{user_id}" if user.role == Role.MENTOR else None
    user.bio, user.intro_video = "", None
    user.interests, user.skills, user.domains, user.goals = [], [], [], []
    user.is_active, user.deleted_at = False, work.now
    work.touch(REVOKED_TOPIC, f"account:{user_id}", MENTORS_TOPIC)


def _forget_ways_in(work: Work, user_id: int, email: str) -> None:
    for own in (SignInTicket, SignIn, SignInChallenge, TotpSecret, RecoveryCode):
        work.db.exec(delete(own).where(col(own.user_id) == user_id))
    for asked in (SignUp, EmailCode):
        work.db.exec(delete(asked).where(col(asked.email) == email))
    lift_locks(work, email)
    counted = or_(col(Failures.key) == f"again:{user_id}", col(Failures.key) == f"second:{user_id}")
    work.db.exec(delete(Failures).where(counted))
