"""The short video in which a mentor introduces themselves: beginning to send one, keeping it, taking it away.

The file is written outside any transaction, so each name has a job that deletes its file unless it is in use by then.
"""

from datetime import timedelta

from sqlmodel import Session, col, select

from peerlearn.domain import audit
from peerlearn.domain.accounts.handles import MENTORS_TOPIC
from peerlearn.domain.accounts.locks import lock_user
from peerlearn.domain.accounts.refusals import TooManyVideos
from peerlearn.domain.accounts.tables import Role, User
from peerlearn.domain.accounts.viewer import Viewer
from peerlearn.kit import database, ids, storage
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.refusal import NotAllowed
from peerlearn.kit.work import Work
from peerlearn.settings import settings

DROP_VIDEO = "drop_unused_video"
BEGAN = "profile.video_began"
MOST_BEGUN, COUNT_FOR = 10, timedelta(hours=1)
ARRIVES_WITHIN = timedelta(minutes=20)
DROPPED_AFTER = timedelta(hours=1)  # longer than one may take to arrive


def begin_video(work: Work, by: Viewer) -> str:
    """Let a mentor send a video; the unguessable name for it, without its ending.

    Raises:
        NotAllowed: for everybody else.
        TooManyVideos.
    """
    if by.role != Role.MENTOR:
        raise NotAllowed()
    lock_user(work, by.user_id)
    if audit.how_often(work.db, BEGAN, actor_id=by.user_id, since=work.now - COUNT_FOR) >= MOST_BEGUN:
        raise TooManyVideos()
    stem = ids.public_id()
    audit.record(work, BEGAN, actor_id=by.user_id, target=f"user:{by.user_id}")
    for ending in storage.VIDEO_TYPES:
        name = f"{stem}.{ending}"
        enqueue(work, DROP_VIDEO, key=f"{DROP_VIDEO}:{name}", payload={"name": name}, run_at=work.now + DROPPED_AFTER)
    return stem


def keep_video(work: Work, name: str, by: Viewer) -> None:
    """Show a video that has arrived; the one before is deleted."""
    _show(work, name, by, "profile.video")


def remove_video(work: Work, by: Viewer) -> None:
    """Show none any more."""
    _show(work, None, by, "profile.no_video")


def drop_later(work: Work, name: str) -> None:
    """Have the file of a video deleted that nobody shows any more."""
    enqueue(work, DROP_VIDEO, key=f"{DROP_VIDEO}:{name}:replaced", payload={"name": name})


def video_is_shown(db: Session, name: str) -> bool:
    """Whether a file of this name is somebody's who is here."""
    shown = select(User.id).where(User.intro_video == name, col(User.is_active))
    return db.exec(shown).first() is not None


def video_href(name: str | None) -> str:
    """Where browsers find a video; nowhere when there is none."""
    return settings.door(f"/media/{name}") if name else ""


@job(DROP_VIDEO)
def drop_video(run: Run) -> None:
    """Delete a file that nobody shows: it never arrived whole, or another took its place."""
    name = str(run.payload["name"])
    with database.reading() as db:
        in_use = db.exec(select(User.id).where(User.intro_video == name)).first() is not None
    if not in_use:
        storage.remove(name)


def _show(work: Work, name: str | None, by: Viewer, deed: str) -> None:
    if by.role != Role.MENTOR:
        raise NotAllowed()
    lock_user(work, by.user_id)
    user = work.db.get_one(User, by.user_id)
    before, user.intro_video = user.intro_video, name
    if before == name:
        return
    audit.record(work, deed, actor_id=by.user_id, target=f"user:{by.user_id}")
    if before:
        drop_later(work, before)
    work.touch(f"account:{by.user_id}", MENTORS_TOPIC)
