"""The sign-ins of a person's devices: who is behind a cookie, the list of devices, and ending them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select, update

from peerlearn.domain import audit
from peerlearn.domain.accounts.devices import words_for
from peerlearn.domain.accounts.refusals import NoSuchSignIn
from peerlearn.domain.accounts.tables import Role, SignIn, User
from peerlearn.domain.accounts.tickets import spend_tickets
from peerlearn.domain.accounts.viewer import Viewer
from peerlearn.kit import clock, ids
from peerlearn.kit.work import Work

REVOKED_TOPIC = "sign_ins"


@dataclass(frozen=True)
class DeviceCard:
    """One device that is signed in, as its owner sees it; moments in ISO, UTC."""

    sign_in_id: int
    words: str
    signed_in_at: str
    last_seen_at: str
    this_one: bool


def viewer_of_token(db: Session, token: str) -> Viewer | None:
    """The person behind a cookie, while their sign-in lasts."""
    wanted = (
        select(User, SignIn.proved_at)
        .join(SignIn, col(SignIn.user_id) == col(User.id))
        .where(
            SignIn.token_fingerprint == ids.fingerprint(token),
            col(SignIn.revoked_at).is_(None),
            SignIn.expires_at > clock.now(),
            col(User.is_active).is_(True),
            # Without their second factor an admin is nobody.
            or_(col(User.role) != Role.ADMIN, col(SignIn.proved_at).is_not(None)),
        )
    )
    found = db.exec(wanted).first()
    if found is None:
        return None
    user, proved_at = found
    return Viewer(user_id=user.id or 0, role=Role(user.role), name=user.name, proved_at=proved_at)


def devices_of(db: Session, token: str, by: Viewer) -> list[DeviceCard]:
    """Where this person is signed in, this device first, then the one seen last."""
    wanted = select(SignIn).where(SignIn.user_id == by.user_id, SignIn.expires_at > clock.now(), _lasting())
    mine = ids.fingerprint(token)
    found = sorted(db.exec(wanted), key=lambda one: (one.token_fingerprint == mine, one.last_seen_at), reverse=True)
    return [
        DeviceCard(
            sign_in_id=one.id or 0,
            words=words_for(one.device),
            signed_in_at=one.created_at.isoformat(),
            last_seen_at=one.last_seen_at.isoformat(),
            this_one=one.token_fingerprint == mine,
        )
        for one in found
    ]


def sign_out(work: Work, token: str) -> None:
    """End one sign-in; an unknown token is none to end."""
    wanted = select(SignIn).where(SignIn.token_fingerprint == ids.fingerprint(token), _lasting())
    found = work.db.exec(wanted.with_for_update()).first()
    if found is not None:
        found.revoked_at = work.now
        audit.record(work, "sign_out", actor_id=found.user_id)
        _tell(work, found.user_id)


def end_sign_in(work: Work, sign_in_id: int, by: Viewer) -> None:
    """Sign one of this person's devices out.

    Raises:
        NoSuchSignIn: when it is somebody else's, or none.
    """
    if not _end(work, by.user_id, SignIn.id == sign_in_id):
        raise NoSuchSignIn()
    audit.record(work, "sign_in.end", actor_id=by.user_id, target=f"sign_in:{sign_in_id}")


def end_other_sign_ins(work: Work, token: str, by: Viewer) -> int:
    """Sign every device of this person out but the one that holds this cookie; how many there were."""
    ended = _end(work, by.user_id, SignIn.token_fingerprint != ids.fingerprint(token))
    audit.record(work, "sign_in.end_others", actor_id=by.user_id, devices=ended)
    return ended


def end_every_sign_in(work: Work, user_id: int) -> None:
    """Sign a person out everywhere, and let nobody in who is on the way."""
    spend_tickets(work, user_id)
    _end(work, user_id)


def note_seen(work: Work, token_fingerprints: Iterable[str]) -> None:
    """Write down that the devices with these cookies were used just now."""
    seen = col(SignIn.token_fingerprint).in_(list(token_fingerprints))
    work.db.exec(update(SignIn).where(seen).values(last_seen_at=work.now))


def _end(work: Work, user_id: int, *which: ColumnElement[bool] | bool) -> int:
    theirs = update(SignIn).where(col(SignIn.user_id) == user_id, _lasting(), *which)  # type: ignore[arg-type]
    ended = int(work.db.exec(theirs.values(revoked_at=work.now)).rowcount)
    if ended:
        _tell(work, user_id)
    return ended


def _lasting() -> ColumnElement[bool]:
    return col(SignIn.revoked_at).is_(None)


def _tell(work: Work, user_id: int) -> None:
    # In this order: who is behind a cookie is asked anew before that person's tabs read again, and find themselves out.
    work.touch(REVOKED_TOPIC, f"account:{user_id}")
