"""How long a lock still lasts, as it is now: a sentence that stands on a page must not grow old."""

from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from peerlearn.domain.accounts import Locked
from peerlearn.ui.widgets.browser_part import BrowserPart

WORDS = {"minute": "1 minute", "minutes": "{number} minutes", "over": "You can try again now."}


@dataclass(frozen=True)
class Lock:
    """What a page knows of a lock; no lock while `until` is empty."""

    until: str = ""
    seconds: int = 0
    way_out: str = ""


NO_LOCK = Lock()


def lock_of(refusal: Exception) -> Lock:
    """The lock that a refusal tells of, if it does."""
    if not isinstance(refusal, Locked):
        return NO_LOCK
    return Lock(refusal.until.isoformat(), refusal.seconds, refusal.way_out)


def as_now(lock: Lock, now: datetime) -> Lock:
    """The same lock on a page that was loaded anew."""
    if not lock.until:
        return lock
    left = (datetime.fromisoformat(lock.until) - now).total_seconds()
    return Lock(lock.until, max(0, int(left)), lock.way_out)


class LockNote(BrowserPart):
    """The sentence, which follows the clock."""

    library = rx.asset("lock_note.jsx", shared=True).importable_path
    tag = "LockNote"

    until: rx.Var[str]
    seconds: rx.Var[int]
    way_out: rx.Var[str]
    words: rx.Var[dict[str, str]]


def lock_note(lock: rx.Var[Lock], *, id: str) -> rx.Component:
    """Stands under the field whose problem says that there is a lock."""
    note = LockNote.create(until=lock.until, seconds=lock.seconds, way_out=lock.way_out, words=WORDS, id=id)
    return rx.cond(lock.until != "", note)
