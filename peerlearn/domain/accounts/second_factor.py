"""The second factor of admins: whoever has their password, or their mailbox, is not in yet.

Until the six digits (or a recovery code) were right, no sign-in exists, no ticket and no `Viewer`: only a challenge
that its page holds. A code works once, also within its half minute, and five wrong ones lock for a quarter of an hour.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from peerlearn.domain import audit
from peerlearn.domain.accounts.failures import count_one_more, failures_of
from peerlearn.domain.accounts.recovery_codes import spend_recovery_code
from peerlearn.domain.accounts.refusals import ChallengeOver, CodeUsed, InvalidCode, SecondFactorLocked
from peerlearn.domain.accounts.rules import CHALLENGE_LASTS, is_locked
from peerlearn.domain.accounts.sign_ins import REVOKED_TOPIC
from peerlearn.domain.accounts.tables import Failures, Role, SignIn, SignInChallenge, TotpSecret, User
from peerlearn.domain.accounts.tickets import issue_ticket
from peerlearn.domain.accounts.viewer import Viewer
from peerlearn.kit import ids, sealing, totp
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import Work

log = logging.getLogger(__name__)

PURPOSE = "totp"


@dataclass(frozen=True)
class SecondFactorNeeded:
    """What stands between an admin's password and a sign-in; `enrol` when they have no authenticator app yet."""

    challenge: str
    enrol: bool


# What a first factor leads to: a sign-in ticket, or what is still needed, or no.
Outcome = str | SecondFactorNeeded | Refusal


def let_in(work: Work, user_id: int) -> str | SecondFactorNeeded:
    """A sign-in ticket for somebody whose first factor was right; for an admin, what is still needed."""
    if work.db.get_one(User, user_id).role != Role.ADMIN:
        return issue_ticket(work, user_id)
    challenge = ids.secret_token()
    expires_at = work.now + CHALLENGE_LASTS
    work.db.add(SignInChallenge(fingerprint=ids.fingerprint(challenge), user_id=user_id, expires_at=expires_at))
    return SecondFactorNeeded(challenge, enrol=secret_of(work, user_id) is None)


def prove(work: Work, challenge: str, typed: str, *, ip: str = "") -> str | Refusal:
    """A sign-in ticket for the right six digits or recovery code, or the refusal to show.

    The refusal is returned, not raised: a counted failure must be committed.
    """
    found = open_challenge(work, challenge)
    if found is None:
        audit.record(work, "second_factor.over", actor_id=None, ip=ip)
        return ChallengeOver()
    refusal = _refusal(work, found.user_id, typed, ip)
    if refusal is not None:
        return refusal
    found.used_at = work.now
    return issue_ticket(work, found.user_id, proved=True)


def prove_again(work: Work, token: str, typed: str, by: Viewer, *, ip: str = "") -> Refusal | None:
    """Take six digits anew before something weighty (`Needs.FRESH_ADMIN`); None when they were right."""
    refusal = _refusal(work, by.user_id, typed, ip)
    if refusal is None:
        mine = select(SignIn).where(SignIn.token_fingerprint == ids.fingerprint(token), SignIn.user_id == by.user_id)
        work.db.exec(mine.with_for_update()).one().proved_at = work.now
        work.touch(REVOKED_TOPIC)  # whoever remembers this viewer asks anew
    return refusal


def open_challenge(work: Work, challenge: str) -> SignInChallenge | None:
    """A challenge that can still be met; whoever else tries it waits until this transaction ends."""
    wanted = select(SignInChallenge).where(SignInChallenge.fingerprint == ids.fingerprint(challenge))
    found = work.db.exec(wanted.with_for_update()).first()
    if found is None or found.used_at is not None or found.expires_at <= work.now:
        return None
    return found if work.db.get_one(User, found.user_id).is_active else None


def secret_of(work: Work, user_id: int) -> TotpSecret | None:
    """The secret that a person shares with their authenticator app, locked."""
    return work.db.exec(select(TotpSecret).where(TotpSecret.user_id == user_id).with_for_update()).first()


def refused(work: Work, kind: str, user_id: int, ip: str, refusal: Refusal) -> Refusal:
    """Count a wrong code, and lock when there were too many."""
    counted = failures_of(work, f"second:{user_id}")
    count_one_more(work, counted)
    audit.record(work, kind, actor_id=user_id, ip=ip)
    return _lock(work, counted) or refusal


def locked_out(work: Work, user_id: int, ip: str) -> Refusal | None:
    """The lock after too many wrong codes, while it lasts."""
    lock = _lock(work, failures_of(work, f"second:{user_id}"))
    if lock is not None:
        audit.record(work, "second_factor.locked", actor_id=user_id, ip=ip)
    return lock


def _lock(work: Work, counted: Failures) -> Refusal | None:
    until = counted.locked_until
    return SecondFactorLocked(until, work.now) if until and is_locked(until, work.now) else None


def _refusal(work: Work, user_id: int, typed: str, ip: str) -> Refusal | None:
    if refusal := locked_out(work, user_id, ip):
        return refusal
    code = "".join(typed.split())
    if len(code) != totp.DIGITS and spend_recovery_code(work, user_id, code):
        _note(work, user_id, ip, "recovery code")
        return None
    kept = secret_of(work, user_id)
    step = _step_of(kept, code, work.now) if kept else None
    if kept is None or step is None:
        return refused(work, "second_factor.wrong", user_id, ip, InvalidCode())
    if step <= kept.last_step:
        return refused(work, "second_factor.replayed", user_id, ip, CodeUsed())
    kept.last_step = step
    _note(work, user_id, ip, "app")
    return None


def _note(work: Work, user_id: int, ip: str, how: str) -> None:
    work.db.delete(failures_of(work, f"second:{user_id}"))
    audit.record(work, "second_factor", actor_id=user_id, ip=ip, how=how)


def _step_of(kept: TotpSecret, code: str, now: datetime) -> int | None:
    try:
        return totp.step_of(sealing.unseal(kept.sealed_secret, purpose=PURPOSE), code, now)
    except sealing.Unreadable:
        log.error("The authenticator secret of user %s cannot be read: SECRET_KEY is another one now", kept.user_id)
        return None
