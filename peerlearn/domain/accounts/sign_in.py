"""Signing in with a password, and the lock after five failures (failures.py)."""

from dataclasses import dataclass

from sqlmodel import Session, select

from peerlearn.domain import audit
from peerlearn.domain.accounts.failures import Tries, tries_of
from peerlearn.domain.accounts.refusals import InvalidCredentials, ManyInvalidCredentials
from peerlearn.domain.accounts.rules import WARN_AT_FAILURES, tidy_email
from peerlearn.domain.accounts.second_factor import Outcome, let_in
from peerlearn.domain.accounts.tables import User
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import Work


@dataclass(frozen=True)
class Attempt:
    """Somebody's try: with which address, the account it is for, if there is one, and the hash to compare with."""

    email: str | None
    user_id: int | None = None
    password_hash: str | None = None


def attempt_for(db: Session, typed: str) -> Attempt:
    """What to compare a password with; for an unknown address there is nothing, and it must take as long."""
    email = tidy_email(typed)
    user = db.exec(select(User).where(User.email == email)).first() if email else None
    return Attempt(email, user.id, user.password_hash) if user is not None else Attempt(email)


def settle_attempt(work: Work, attempt: Attempt, *, right: bool, ip: str = "", browser: str = "") -> Outcome:
    """Count a failure or let the person in: a sign-in ticket, or the refusal to show.

    The refusal is returned, not raised: a counted failure must be committed. An address that nobody has is
    treated like every other, or the fifth answer would tell which ones have an account.

    Args:
        work: the unit of work.
        attempt: from `attempt_for`.
        right: whether the password matched.
        ip: where the try comes from.
        browser: what its long-lived cookie says.
    """
    if attempt.email is None:
        audit.record(work, "sign_in.unknown", actor_id=None, ip=ip)
        return InvalidCredentials()
    tries = tries_of(work, attempt.email, ip=ip, browser=browser)
    if refusal := tries.refusal(work):
        audit.record(work, "sign_in.locked", actor_id=attempt.user_id, ip=ip)
        return refusal
    if not right or attempt.user_id is None or not _still_true(work, attempt):
        return _refuse(work, attempt, tries, ip)
    tries.succeeded(work)
    return let_in(work, attempt.user_id)


def _still_true(work: Work, attempt: Attempt) -> bool:
    """Whether what the password was compared with a moment ago still stands."""
    user = work.db.get_one(User, attempt.user_id)
    return user.is_active and user.password_hash == attempt.password_hash


def _refuse(work: Work, attempt: Attempt, tries: Tries, ip: str) -> Refusal:
    failures = tries.failed(work)
    kind = "sign_in.failed" if attempt.user_id else "sign_in.unknown"
    audit.record(work, kind, actor_id=attempt.user_id, ip=ip, failures=failures)
    if lock := tries.lock(work):
        audit.record(work, "account.lock", actor_id=attempt.user_id, ip=ip)
        return lock
    return ManyInvalidCredentials() if failures >= WARN_AT_FAILURES else InvalidCredentials()
