"""Links to a recording: for one person, until a moment, signed; who holds one must still be that person."""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlmodel import Session, select

from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.recordings.refusals import LinkExpired, NotYourRecording
from peerlearn.domain.recordings.rules import State
from peerlearn.domain.recordings.tables import Recording
from peerlearn.kit import clock, storage
from peerlearn.settings import settings

DOOR = "/recordings"
LINK_LASTS = timedelta(hours=6)  # a page may stay open through a lesson and the evening


def link_to(name: str, *, by: Viewer, now: datetime, download: bool = False) -> str:
    """An address from which this person can fetch a recording for a while."""
    until = int((now + LINK_LASTS).timestamp())
    query = f"until={until}&seal={_seal(name, by, until)}" + ("&download=1" if download else "")
    return settings.door(f"{DOOR}/{name}.webm?{query}")


def file_for_link(db: Session, name: str, until: str, seal: str, *, by: Viewer) -> str:
    """The file behind a link that this person was given.

    Raises:
        NotYourRecording: also for a link that was given to somebody else, or to nobody.
        LinkExpired.
    """
    if not (until.isascii() and until.isdigit() and len(until) <= 12):
        raise NotYourRecording()
    if not hmac.compare_digest(_seal(name, by, int(until)).encode(), seal.encode()):
        raise NotYourRecording()
    recording = db.exec(select(Recording).where(Recording.name == name)).first()
    if recording is None or not may_read(recording, by):
        raise NotYourRecording()
    now = clock.now()
    over = recording.expires_at is None or recording.expires_at <= now
    if int(until) <= now.timestamp() or recording.state != State.READY or over:
        raise LinkExpired()
    return storage.recording(name)


def may_read(recording: Recording, by: Viewer) -> bool:
    """Whether somebody is one of the two, or an admin who has just proved it."""
    if by.role == Role.ADMIN:
        return by.proved_lately(clock.now())
    return by.user_id in (recording.mentor_id, recording.learner_id)


def _seal(name: str, by: Viewer, until: int) -> str:
    sealed = f"recording:{name}:{by.user_id}:{until}".encode()
    return hmac.new(settings.secret_key.encode(), sealed, hashlib.sha256).hexdigest()
