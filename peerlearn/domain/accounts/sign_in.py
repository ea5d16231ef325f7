"""Signing in and out: a password, a lock after five failures, a ticket, a cookie's token."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from peerlearn.domain import audit
from peerlearn.domain.accounts.refusals import (
    AccountLocked,
    InvalidCredentials,
    ManyInvalidCredentials,
    TicketSpent,
)
from peerlearn.domain.accounts.rules import (
    LOCK_AT_FAILURES,
    LOCKED_FOR,
    SIGN_IN_LASTS,
    TICKET_LASTS,
    WARN_AT_FAILURES,
    is_locked,
    tidy_email,
)
from peerlearn.domain.accounts.tables import Role, SignIn, SignInTicket, User
from peerlearn.domain.accounts.viewer import Viewer
from peerlearn.kit import clock, ids
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import Work

REVOKED_TOPIC = "sign_ins"


@dataclass(frozen=True)
class Attempt:
    """Somebody's try: the account it is for, if there is one, and the hash to compare with."""

    user_id: int | None
    password_hash: str | None


def attempt_for(db: Session, email: str) -> Attempt:
    """What to compare a password with; for an unknown address there is nothing, and it must take as long."""
    known = tidy_email(email)
    user = db.exec(select(User).where(User.email == known)).first() if known else None
    return Attempt(user.id, user.password_hash) if user is not None else Attempt(None, None)


def settle_attempt(work: Work, attempt: Attempt, *, right: bool, ip: str = "") -> str | Refusal:
    """Count a failure or let the person in: a sign-in ticket, or the refusal to show.

    The refusal is returned, not raised: a counted failure must be committed.
    """
    if attempt.user_id is None:
        audit.record(work, "sign_in.unknown", actor_id=None, ip=ip)
        return InvalidCredentials()
    user = work.db.exec(select(User).where(User.id == attempt.user_id).with_for_update()).one()
    if is_locked(user.locked_until, work.now):
        audit.record(work, "sign_in.locked", actor_id=user.id, ip=ip)
        return AccountLocked()
    if not right or not user.is_active:
        return _count_failure(work, user, ip)
    user.failed_sign_ins, user.locked_until = 0, None
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


def _count_failure(work: Work, user: User, ip: str) -> Refusal:
    user.failed_sign_ins += 1
    audit.record(work, "sign_in.failed", actor_id=user.id, ip=ip, failures=user.failed_sign_ins)
    if user.failed_sign_ins >= LOCK_AT_FAILURES:
        user.failed_sign_ins, user.locked_until = 0, work.now + LOCKED_FOR
        audit.record(work, "account.lock", actor_id=user.id, ip=ip)
        return AccountLocked()
    return ManyInvalidCredentials() if user.failed_sign_ins >= WARN_AT_FAILURES else InvalidCredentials()
