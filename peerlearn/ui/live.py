"""Carries "this changed" from a committed transaction to every tab that shows it.

A tab shows one page; opening a page says what it watches. When a topic is published, on whatever worker, the
tab's own re-read handler runs as that person, through the same lock as every other event. Small messages
(WebRTC signals) are put straight into the state of the tab they are for.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

import reflex as rx
from reflex.state import StateUpdate
from reflex_base.constants.state import FIELD_MARKER
from reflex_base.event import Event, EventHandler
from reflex_base.utils.format import format_event_handler

from peerlearn.kit import bus
from peerlearn.kit.work import authored_by
from peerlearn.ui.viewer import viewer_of

log = logging.getLogger(__name__)

SETTLE_SECONDS = 0.05

Reach = Callable[[str, dict[str, Any] | None], Awaitable[None]]


@dataclass
class Watch:
    """What one tab wants to hear, and what to do when it is gone."""

    topics: Mapping[str, Reach]
    on_gone: Callable[[], Awaitable[None]] | None = None
    # Where the tab is, and its cookie: a state that was forgotten meanwhile (an hour of rest, a lost Redis) begins
    # again from this, and is not taken for a stranger's.
    router_data: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Board:
    """Every watching tab of this process."""

    app: rx.App | None = None
    watches: dict[str, Watch] = field(default_factory=dict)
    by_topic: dict[str, set[str]] = field(default_factory=dict)
    rereading: dict[tuple[str, str], bool] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)


_board = _Board()


def watch(
    state: rx.State,
    topics: Mapping[str, Reach],
    on_gone: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Say what the tab of this state shows now; replaces what it showed before. One that has left hears nothing."""
    token = state.router.session.client_token
    _unlist(token)
    if not _is_here(token):
        if on_gone is not None:
            _start(on_gone())
        return
    _board.watches[token] = Watch(topics, on_gone, dict(state.router_data))
    for topic in topics:
        _board.by_topic.setdefault(topic, set()).add(token)


def showing_itself(state: rx.State) -> AbstractContextManager[None]:
    """What this handler changes meanwhile, it shows by itself: its own tab is spared the re-read."""
    return authored_by(state.router.session.client_token)


def stop_watching(state: rx.State) -> None:
    """The tab of this state shows nothing any more."""
    _unlist(state.router.session.client_token)


def is_watching(token: str, topic: str) -> bool:
    """Whether this tab is connected here and shows the topic."""
    return token in _board.by_topic.get(topic, ())


def reread(handler: Any, *, settle: float = SETTLE_SECONDS) -> Reach:
    """Have the tab run one of its own handlers again, without arguments; a burst becomes a few runs.

    Args:
        handler: of the tab's state.
        settle: how long a burst may last; 0 where few can cause one and each is waited for.
    """
    name = ""

    async def reach(token: str, payload: dict[str, Any] | None) -> None:
        nonlocal name
        if payload is not None and payload.get("author") == token:
            return
        name = name or _full_name(handler)
        key = (token, name)
        if key in _board.rereading:
            _board.rereading[key] = True
            return
        _board.rereading[key] = True
        try:
            while _board.rereading[key]:  # what came after a run had read needs another one
                _board.rereading[key] = False
                await _run(token, name)
                await asyncio.sleep(settle)
        finally:
            del _board.rereading[key]

    return reach


def each(*reaches: Reach) -> Reach:
    """Several things to do when the same topic is published."""

    async def reach(token: str, payload: dict[str, Any] | None) -> None:
        await asyncio.gather(*(one(token, payload) for one in reaches))

    return reach


def deliver(place: type[rx.State], take: Callable[[Any, dict[str, Any]], None]) -> Reach:
    """Put the message into the tab's state of class `place` by calling `take(state, payload)`, while signed in."""

    async def reach(token: str, payload: dict[str, Any] | None) -> None:
        if _board.app is not None and payload is not None:
            async with _board.app.modify_state(rx.BaseStateToken(ident=token, cls=place)) as root:
                if await viewer_of(root) is not None:
                    take(await root.get_state(place), payload)

    return reach


def paint(token: str, place: type[rx.State], name: str, value: Any) -> None:
    """Have the tab show a var of its state so for the time being, while a handler of its own is still at work.

    The state itself is neither touched nor waited for: what it says next counts again.
    """
    app = _board.app
    if app is not None and app.event_namespace is not None:
        delta = {place.get_full_name(): {f"{name}{FIELD_MARKER}": value}}
        _start(app.event_namespace.emit_update(StateUpdate(delta=delta), token))


def install(app: rx.App) -> None:
    """Connect the board to the app: its sockets' ends and the bus."""
    _board.app = app
    bus.listen(_hear)
    namespace = app.event_namespace
    assert namespace is not None
    disconnect = namespace.on_disconnect
    # `token_to_sid` makes a copy of all tabs each time it is asked.
    sockets = namespace._token_manager.token_to_socket

    def on_disconnect(sid: str, *reason: Any) -> Any:
        token = namespace.sid_to_token.get(sid)
        if token is not None and token in sockets and sockets[token].sid == sid:
            _forget(token)
        return disconnect(sid)

    namespace.on_disconnect = on_disconnect  # type: ignore[method-assign]


def _hear(topic: str, payload: dict[str, Any] | None) -> None:
    for each in list(_board.by_topic) if topic == bus.CATCH_UP else [topic]:
        for token in list(_board.by_topic.get(each, ())):
            _start(_board.watches[token].topics[each](token, payload))


async def _run(token: str, handler_name: str) -> None:
    watch_ = _board.watches.get(token)
    if _board.app is not None and watch_ is not None:
        event = Event(name=handler_name, router_data=dict(watch_.router_data))
        done = await _board.app.event_processor.enqueue(token, event)
        # Not `await`: whoever stops waiting must not stop the handler.
        await asyncio.wait([asyncio.ensure_future(_settled(done))])


async def _settled(future: Any) -> None:
    try:
        await future
    except (Exception, asyncio.CancelledError):
        log.debug("a re-read did not finish", exc_info=True)


def _full_name(handler: Any) -> str:
    bare = handler if isinstance(handler, EventHandler) else handler.handler
    return format_event_handler(bare)


def _is_here(token: str) -> bool:
    """Whether the tab's socket is still open here: somebody in a hurry leaves while the page is being opened."""
    namespace = _board.app.event_namespace if _board.app is not None else None
    return namespace is None or token in namespace._token_manager.token_to_socket


def _forget(token: str) -> None:
    watch_ = _board.watches.get(token)
    _unlist(token)
    if watch_ is not None and watch_.on_gone is not None:
        _start(watch_.on_gone())


def _unlist(token: str) -> None:
    gone = _board.watches.pop(token, None)
    for topic in gone.topics if gone else ():
        tokens = _board.by_topic.get(topic, set())
        tokens.discard(token)
        if not tokens:
            _board.by_topic.pop(topic, None)


def _start(coroutine: Any) -> None:
    task = asyncio.ensure_future(_logged(coroutine))
    _board.tasks.add(task)
    task.add_done_callback(_board.tasks.discard)


async def _logged(coroutine: Awaitable[None]) -> None:
    try:
        await coroutine
    except Exception:
        log.exception("A live update did not reach its tab")
