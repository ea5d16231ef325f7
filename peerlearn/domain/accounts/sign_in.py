"""Signing in and out: a password, a lock after five failures (failures.py), a ticket, a cookie's token."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from peerlearn.domain import audit
from peerlearn.domain.accounts.failures import count_one_more, failures_of, forget
from peerlearn.domain.accounts.refusals import (
    AccountLocked,
    InvalidCredentials,
    ManyInvalidCredentials,
    TicketSpent,
)
from peerlearn.domain.accounts.rules import (
    LOCK_AT_FAILURES,
    SIGN_IN_LASTS,
    TICKET_LASTS,
    WARN_AT_FAILURES,
    is_locked,
    tidy_email,
)
from peerlearn.domain.accounts.tables import Role, SignIn, SignInFailures, SignInTicket, User
from peerlearn.domain.accounts.viewer import Viewer
from peerlearn.kit import clock, ids
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import Work

REVOKED_TOPIC = "sign_ins"


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


def settle_attempt(work: Work, attempt: Attempt, *, right: bool, ip: str = "") -> str | Refusal:
    """Count a failure or let the person in: a sign-in ticket, or the refusal to show.

    The refusal is returned, not raised: a counted failure must be committed. An address that nobody has is
    treated like every other, or the fifth answer would tell which ones have an account.
    """
    if attempt.email is None:
        audit.record(work, "sign_in.unknown", actor_id=None, ip=ip)
        return InvalidCredentials()
    counted = failures_of(work, attempt.email)
    if is_locked(counted.locked_until, work.now):
        audit.record(work, "sign_in.locked", actor_id=attempt.user_id, ip=ip)
        return AccountLocked()
    if not right or attempt.user_id is None or not _still_true(work, attempt):
        return _refuse(work, attempt, counted, ip)
    forget(work, counted)
    return issue_ticket(work, attempt.user_id)


def issue_ticket(work: Work, user_id: int) -> str:
    """A ticket that the HTTP door exchanges for the cookie, once, within a minute."""
    ticket = ids.secret_token()
    expires_at = work.now + TICKET_LASTS
    work.db.add(SignInTicket(fingerprint=ids.fingerprint(ticket), user_id=user_id, expires_at=expires_at))
    return ticket


def redeem_ticket(work: Work, ticket: str, *, device: str, ip: str) -> tuple[str, Role]:
    """Exchange a ticket for a sign-in: the cookie's token, and the person's role.

    Raises:
        TicketSpent.
    """
    wanted = select(SignInTicket).where(SignInTicket.fingerprint == ids.fingerprint(ticket))
    found = work.db.exec(wanted.with_for_update()).first()
    if found is None or found.used_at is not None or found.expires_at <= work.now:
        raise TicketSpent()
    found.used_at = work.now
    token = ids.secret_token()
    work.db.add(
        SignIn(
            user_id=found.user_id,
            token_fingerprint=ids.fingerprint(token),
            created_at=work.now,
            expires_at=work.now + SIGN_IN_LASTS,
            device=device[:200],
            ip=ip[:64],
        )
    )
    audit.record(work, "sign_in", actor_id=found.user_id, ip=ip)
    return token, Role(work.db.get_one(User, found.user_id).role)


def sign_out(work: Work, token: str) -> None:
    """End one sign-in; an unknown token is none to end."""
    wanted = select(SignIn).where(SignIn.token_fingerprint == ids.fingerprint(token), col(SignIn.revoked_at).is_(None))
    found = work.db.exec(wanted.with_for_update()).first()
    if found is not None:
        found.revoked_at = work.now
        audit.record(work, "sign_out", actor_id=found.user_id)
        work.touch(REVOKED_TOPIC)


def viewer_of_token(db: Session, token: str) -> Viewer | None:
    """The person behind a cookie, while their sign-in lasts."""
    wanted = (
        select(User)
        .join(SignIn, col(SignIn.user_id) == col(User.id))
        .where(
            SignIn.token_fingerprint == ids.fingerprint(token),
            col(SignIn.revoked_at).is_(None),
            SignIn.expires_at > clock.now(),
            col(User.is_active).is_(True),
        )
    )
    user = db.exec(wanted).first()
    return Viewer(user_id=user.id or 0, role=Role(user.role), name=user.name) if user is not None else None


def _still_true(work: Work, attempt: Attempt) -> bool:
    """Whether what the password was compared with a moment ago still stands."""
    user = work.db.get_one(User, attempt.user_id)
    return user.is_active and user.password_hash == attempt.password_hash


def _refuse(work: Work, attempt: Attempt, counted: SignInFailures, ip: str) -> Refusal:
    failures = count_one_more(work, counted)
    kind = "sign_in.failed" if attempt.user_id else "sign_in.unknown"
    audit.record(work, kind, actor_id=attempt.user_id, ip=ip, failures=failures)
    if failures >= LOCK_AT_FAILURES:
        audit.record(work, "account.lock", actor_id=attempt.user_id, ip=ip)
        return AccountLocked()
    return ManyInvalidCredentials() if failures >= WARN_AT_FAILURES else InvalidCredentials()
