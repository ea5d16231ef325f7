"""One unit of work: a transaction, its one "now", what happened in it, and whom to tell afterwards.

Domain actions are plain functions whose first argument is the `Work`. A page, job or webhook runs one with
`await act(bookings.accept, booking_id, by=viewer)`; queries run with `await read(catalog.open_offerings)`.
Nothing inside a unit of work commits, and nothing inside it talks to the network.
"""

import asyncio
import contextlib
import contextvars
import functools
import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from peerlearn.kit import bus, clock, database, faults

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

Reaction = Callable[["Work", Any], None]
_reactions: dict[type, Sequence[Reaction]] = {}

# One writer at a time inside the process: SQLite's own waiting line is a sleep, a lock is woken at once.
_writer_lock = threading.Lock()
_this_thread = threading.local()
_author: contextvars.ContextVar[str] = contextvars.ContextVar("author", default="")
_when_slow: contextvars.ContextVar["Callable[[bool], None] | None"] = contextvars.ContextVar("when_slow", default=None)
_write_threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="write")
_read_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="read")

DEADLOCK = "40P01"  # PostgreSQL ends one of two transactions that wait for each other, and says this of it
MOST_DEADLOCKS = 3
DISK_FULL = "53100"  # what PostgreSQL says of that; SQLite has words

SLOW_SECONDS = 0.7  # after which whoever waits for their change is told that it is not forgotten

# Another process's change ends the sharing when its message arrives; at the latest it ends by itself.
SHARED_SECONDS = 0.5
KEPT_SECONDS = 2.0
MOST_KEPT = 2_000  # questions: some name what strangers typed into an address


@dataclass(frozen=True)
class _Shared:
    """A question being answered, or answered a moment ago; with the topics that make the answer an old one."""

    asked_at: float
    answer: asyncio.Task[Any]
    topics: frozenset[str] = frozenset()


_shared: dict[Any, _Shared] = {}
_kept: dict[Any, _Shared] = {}


class NoRoom(Exception):
    """The disk of the database is full: nothing of the change was kept, and nothing can be before there is room."""


class Busy(Exception):
    """Somebody else held the database for longer than a change waits; the same may go through in a moment.

    No refusal: whoever takes one for the last word would drop what has only to be said again.
    """


@dataclass
class Work:
    """What an action may use: the database session, the moment, and a way to say what happened."""

    db: Session
    now: datetime
    changed: list[str] = field(default_factory=list)

    def tell(self, happening: Any) -> None:
        """Say that something happened; what must follow together follows now, in this transaction."""
        for reaction in _reactions.get(type(happening), ()):
            reaction(self, happening)

    def touch(self, *topics: str) -> None:
        """Name what changed, so that every tab that shows it re-reads after the commit."""
        self.changed.extend(topic for topic in topics if topic not in self.changed)


def install_reactions(reactions: Mapping[type, Sequence[Reaction]]) -> None:
    """Give the unit of work its table of consequences; called once, by domain/reactions.py."""
    _reactions.clear()
    _reactions.update(reactions)


@contextlib.contextmanager
def unit_of_work(author: str = "") -> Iterator[Work]:
    """Open a transaction; commit at the end and then publish what changed, or undo everything."""
    with _one_at_a_time(), database.writing() as db:
        work = Work(db, clock.now())
        yield work
    faults.crash_here(faults.Point.COMMITTED)
    _forget_shared()
    _forget_kept(work.changed)
    for topic in work.changed:
        bus.publish(topic, {"author": author} if author else None)


@contextlib.contextmanager
def authored_by(tab: str) -> Iterator[None]:
    """Sign what is published meanwhile: this tab shows its own change at once and need not hear of it."""
    before = _author.set(tab)
    try:
        yield
    finally:
        _author.reset(before)


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    if getattr(_this_thread, "working", False):
        raise RuntimeError("a unit of work was opened inside another: pass the `work` on instead")
    _this_thread.working = True
    try:
        with _writer_lock if database.is_sqlite() else contextlib.nullcontext():
            yield
    finally:
        _this_thread.working = False


async def act(action: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run one domain action in a unit of work of its own, off the event loop.

    One that a deadlock undid begins anew: nothing of it has happened.

    Raises:
        Busy, NoRoom, and whatever the action raises.
    """
    author = _author.get()

    def run(deadlocks: int = 0) -> R:
        try:
            with unit_of_work(author) as work:
                return action(work, *args, **kwargs)
        except OperationalError as failed:
            if getattr(failed.orig, "sqlstate", "") != DEADLOCK:
                raise
            log.warning("Two changes waited for each other; this one begins anew")
            if deadlocks == MOST_DEADLOCKS:
                raise Busy() from failed
        return run(deadlocks + 1)

    with _told_when_slow(), _in_plain_words():
        return await asyncio.get_running_loop().run_in_executor(_write_threads, run)


def tell_when_slow(tell: Callable[[bool], None] | None) -> None:
    """Have whoever runs in this task told when a change of theirs takes long (True), and once it is over (False)."""
    _when_slow.set(tell)


@contextlib.contextmanager
def _in_plain_words() -> Iterator[None]:
    """What the database could not do, as what it means for whoever asked."""
    try:
        yield
    except OperationalError as failed:
        if "database is locked" in str(failed):
            log.warning("A change waited too long for the database")
            raise Busy() from failed
        if "disk is full" in str(failed) or getattr(failed.orig, "sqlstate", "") == DISK_FULL:
            log.error("The disk of the database is full; a change was undone")
            raise NoRoom() from failed
        raise


@contextlib.contextmanager
def _told_when_slow() -> Iterator[None]:
    tell = _when_slow.get()
    if tell is None:
        yield
        return
    told = False

    def say_so() -> None:
        nonlocal told
        told = True
        tell(True)

    timer = asyncio.get_running_loop().call_later(SLOW_SECONDS, say_so)
    try:
        yield
    finally:
        timer.cancel()
        if told:
            tell(False)


async def read(query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run one domain query off the event loop; its first argument is a reading session."""

    def run() -> R:
        with database.reading() as db:
            return query(db, *args, **kwargs)

    return await asyncio.get_running_loop().run_in_executor(_read_threads, run)


async def read_shared(query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a query whose answer is the same for many tabs: one answer serves all who ask between two changes.

    Its arguments must be hashable, and nobody may change the answer.
    """
    return await _shared_answer(_shared, frozenset(), SHARED_SECONDS, query, *args, **kwargs)


async def read_kept(
    topics: Iterable[str], query: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs
) -> R:
    """Run a query whose answer stays right until one of the topics is touched, as `read_shared` does.

    For what everybody may see: other people's writing elsewhere does not end it.
    """
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    return await _shared_answer(_kept, frozenset(topics), KEPT_SECONDS, query, *args, **kwargs)


async def _shared_answer(
    answers: dict[Any, _Shared],
    topics: frozenset[str],
    seconds: float,
    query: Callable[Concatenate[Session, P], R],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    loop, now = asyncio.get_running_loop(), time.monotonic()
    key = (loop, query, args, tuple(sorted(kwargs.items())))
    known = answers.get(key)
    if known is None or known.asked_at < now - seconds or _came_to_nothing(known.answer):
        answers[key] = known = _Shared(now, loop.create_task(read(query, *args, **kwargs)), topics)
    answer: R = await asyncio.shield(known.answer)
    return answer


def _came_to_nothing(answer: asyncio.Task[Any]) -> bool:
    """Whoever tries again must not hear of the last failure instead."""
    return answer.done() and (answer.cancelled() or answer.exception() is not None)


def _forget_shared(*_message: Any) -> None:
    """Whoever asks from here on asks the database; called after every change, before anyone hears of it."""
    _shared.clear()


def _forget_kept(changed: Iterable[str]) -> None:
    """The same for what these topics make old; called from any thread."""
    topics = set(changed)
    for key, answer in list(_kept.items()):
        if bus.CATCH_UP in topics or not topics.isdisjoint(answer.topics):
            _kept.pop(key, None)


def _hear(topic: str, _payload: dict[str, Any] | None) -> None:
    _forget_shared()
    _forget_kept([topic])


async def call(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run something slow that is neither (a network call, a password hash) off the event loop.

    Raises:
        Busy and NoRoom, where it changes something on the way; and whatever the function raises.
    """
    with _in_plain_words():
        return await asyncio.to_thread(functools.partial(function, *args, **kwargs))


bus.listen(_hear)
