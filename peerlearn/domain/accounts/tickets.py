"""The one-time ticket: carries a verified person from the page's socket to the HTTP door that sets the cookie."""

from sqlmodel import col, select, update

from peerlearn.domain import audit
from peerlearn.domain.accounts.refusals import TicketSpent
from peerlearn.domain.accounts.rules import SIGN_IN_LASTS, TICKET_LASTS
from peerlearn.domain.accounts.tables import Role, SignIn, SignInTicket, User
from peerlearn.kit import ids
from peerlearn.kit.work import Work


def issue_ticket(work: Work, user_id: int, *, proved: bool = False) -> str:
    """A ticket that the HTTP door exchanges for the cookie, once, within a minute.

    Args:
        work: the unit of work.
        user_id: whom it lets in.
        proved: whether they have just shown their second factor; without it an admin's sign-in is nobody's.
    """
    ticket = ids.secret_token()
    work.db.add(
        SignInTicket(
            fingerprint=ids.fingerprint(ticket),
            user_id=user_id,
            expires_at=work.now + TICKET_LASTS,
            proved_at=work.now if proved else None,
        )
    )
    return ticket


def redeem_ticket(work: Work, ticket: str, *, device: str, ip: str, browser: str = "") -> tuple[str, Role]:
    """Exchange a ticket for a sign-in: the cookie's token, and the person's role.

    Args:
        work: the unit of work.
        ticket: as issued.
        device: what the browser calls itself.
        ip: where it is.
        browser: what its long-lived cookie will say.

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
            last_seen_at=work.now,
            proved_at=found.proved_at,
            device=device[:200],
            browser_fingerprint=ids.fingerprint(browser) if browser else "",
            ip=ip[:64],
        )
    )
    audit.record(work, "sign_in", actor_id=found.user_id, ip=ip)
    return token, Role(work.db.get_one(User, found.user_id).role)


def spend_tickets(work: Work, user_id: int) -> None:
    """Make the tickets worthless that this person did not use yet."""
    theirs = update(SignInTicket).where(col(SignInTicket.user_id) == user_id, col(SignInTicket.used_at).is_(None))
    work.db.exec(theirs.values(used_at=work.now))
