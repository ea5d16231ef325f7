"""Looks at every event before it is queued: the second of two equal presses becomes a message, where a handler
declares `once` (in_progress.py), and whoever does not read what they asked for is asked nothing more.
"""

import json
from typing import Any

import reflex as rx
from reflex_base.registry import RegistrationContext

from peerlearn.ui import in_progress
from peerlearn.ui.action import Needs, action, say

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
        tab = namespace.sid_to_token.get(sid, "")
        if _only_once(data) and not in_progress.begin(tab, data["name"], json.dumps(data.get("payload"))):
            data = {**data, "name": telling, "payload": {}}
        return await before(sid, data)

    namespace.on_event = on_event  # type: ignore[method-assign]


def _unread(namespace: Any, sid: str) -> int:
    """How many answers wait in this process for a socket to take them."""
    connection = namespace.server.manager.eio_sid_from_sid(sid, namespace.namespace)
    socket = namespace.server.eio.sockets.get(connection)
    return socket.queue.qsize() if socket is not None else 0


def _only_once(data: Any) -> bool:
    name = data.get("name") if isinstance(data, dict) else None
    known = RegistrationContext.get().event_handlers.get(name) if isinstance(name, str) else None
    return known is not None and getattr(known.handler.fn, "once", False)
