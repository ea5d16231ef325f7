"""Looks at every event before it is queued: the second of two equal presses becomes a message, where a handler
declares `once` (in_progress.py), and whoever does not read what they asked for is asked nothing more.

Whose press it is, is the sign-in of the socket's handshake: all tabs of one browser have the same.
"""

import json
from typing import Any

import reflex as rx
from reflex_base.registry import RegistrationContext

from peerlearn.kit import ids
from peerlearn.ui import in_progress
from peerlearn.ui.action import Needs, action, say
from peerlearn.ui.viewer import sign_in_in

MOST_UNREAD = 200  # answers that wait for a browser to take them
IN_PROGRESS = "Action in progress: it is done once."


class OnceState(rx.State):
    """Says so; it has nothing to show."""

    @action(needs=Needs.ANYONE)
    async def tell(self):
        """Say that the first press is enough."""
        await say(self, IN_PROGRESS)


def install(app: rx.App) -> None:
    """Look at every event as it arrives, before it waits for those ahead of it."""
    namespace = app.event_namespace
    assert namespace is not None
    before = namespace.on_event
    telling = f"{OnceState.get_full_name()}.tell"

    async def on_event(sid: str, data: Any) -> Any:
        if _unread(namespace, sid) > MOST_UNREAD:
            return None
        handler = _only_once(data)
        if handler is not None:
            tab, person = namespace.sid_to_token.get(sid, ""), _signed_in(namespace, sid) if handler.says_all else ""
            if not in_progress.begin(tab, data["name"], json.dumps(data.get("payload")), person=person):
                data = {**data, "name": telling, "payload": {}}
        return await before(sid, data)

    namespace.on_event = on_event  # type: ignore[method-assign]


def _unread(namespace: Any, sid: str) -> int:
    """How many answers wait in this process for a socket to take them."""
    connection = namespace.server.manager.eio_sid_from_sid(sid, namespace.namespace)
    socket = namespace.server.eio.sockets.get(connection)
    return socket.queue.qsize() if socket is not None else 0


def _only_once(data: Any) -> Any:
    """The function that an event calls, if it is one that declares so."""
    name = data.get("name") if isinstance(data, dict) else None
    known = RegistrationContext.get().event_handlers.get(name) if isinstance(name, str) else None
    return known.handler.fn if known is not None and getattr(known.handler.fn, "once", False) else None


def _signed_in(namespace: Any, sid: str) -> str:
    """What tells the browser's sign-in from others; empty for a visitor."""
    environ = namespace.server.get_environ(sid, namespace.namespace) or {}
    token = sign_in_in(environ.get("HTTP_COOKIE", ""))
    return ids.fingerprint(token) if token else ""
