"""Whether the storage holds the files that the database speaks of, and no others."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session, col, select

from peerlearn.domain.accounts.tables import User
from peerlearn.domain.chats.tables import ChatFile
from peerlearn.domain.recordings import State
from peerlearn.domain.recordings.tables import Recording
from peerlearn.domain.verification.findings import Finding
from peerlearn.kit import clock, storage

NOBODY_COMES = timedelta(days=2)  # longer than anything may take to arrive, or to be deleted
SHOWN = 8  # digits of a name: enough to find it, too few to fetch it


def files_of(db: Session) -> Iterator[Finding]:
    """Files that are missing or have another size, and those that nobody knows; one question to the storage."""
    spoken_of, may_be_there = _spoken_of(db), _may_be_there(db)
    try:
        there = {one.name: one for one in storage.kept()}
    except storage.StorageAway:
        yield Finding("storage-answers", "storage", "the store for files cannot be reached")
        return
    for name, (row, size) in spoken_of.items():
        if name not in there:
            yield Finding("file-kept", row, "its file is not in the storage")
        elif size is not None and there[name].size != size:
            yield Finding("file-is-whole", row, f"its file has {there[name].size} bytes, not {size}")
    long_ago = clock.now() - NOBODY_COMES
    for one in there.values():
        if one.name not in spoken_of and one.name not in may_be_there and one.since < long_ago:
            yield Finding("file-known", f"file:{one.name[:SHOWN]}…", "it is in the storage, and nothing speaks of it")


def _spoken_of(db: Session) -> dict[str, tuple[str, int | None]]:
    """The row of each file that must be there, and its size where it is known."""
    videos = select(User.id, User.intro_video).where(col(User.intro_video).is_not(None))
    given = select(ChatFile.id, ChatFile.kept_as, ChatFile.size_bytes)
    watchable = select(Recording.id, Recording.name, Recording.size_bytes).where(Recording.state == State.READY)
    return {
        **{name or "": (f"user:{row}", None) for row, name in db.exec(videos)},
        **{name: (f"chat_file:{row}", size) for row, name, size in db.exec(given)},
        **{storage.recording(stem): (f"recording:{row}", size) for row, stem, size in db.exec(watchable)},
    }


def _may_be_there(db: Session) -> set[str]:
    """A recording that is being joined may have its file before its row says so."""
    joined = select(Recording.name).where(Recording.state == State.STOPPED)
    return {storage.recording(stem) for stem in db.exec(joined)}
