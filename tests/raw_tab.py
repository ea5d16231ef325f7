"""A browser tab without a browser: speaks the site's socket by hand, may name any handler with any payload.

The protocol is Engine.IO 4 over a WebSocket with Socket.IO packets on the namespace /_event.
"""

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import aiohttp

STATE = "reflex___state____state"
HYDRATE = f"{STATE}.hydrate_and_load"
NAMESPACE = "/_event"


class RawTab:
    """One connected tab; `seen` is everything the server sent, in order."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, path: str, params: Mapping[str, str]) -> None:
        self._socket = socket
        self._path = path
        self._params = params
        self._news = asyncio.Event()
        self._reader: asyncio.Task[None] | None = None
        self.seen: list[dict[str, Any]] = []
        self.state: dict[str, Any] = {}
        self.redirects: list[str] = []
        self.closed = False
        self.on_update: Callable[[dict[str, Any]], None] | None = None

    @property
    def port(self) -> int:
        """Its own end of the connection."""
        return int(self._socket.get_extra_info("sockname")[1])

    async def call(self, handler: str, payload: dict[str, Any] | None = None) -> None:
        """Name a handler; `handler` is its full name, or what follows the root state's."""
        name = handler if handler.startswith(STATE) else f"{STATE}.{handler}"
        await self._emit(_event(name, self._path, self._params, payload or {}))

    def go(self, path: str, params: Mapping[str, str] | None = None) -> None:
        """Be at another page from the next call on."""
        self._path, self._params = path, params or {}

    async def send(self, frame: str) -> None:
        """Send a frame as it stands, well-formed or not."""
        await self._socket.send_str(frame)

    async def until(self, condition: Callable[["RawTab"], Any], *, seconds: float = 10.0) -> Any:
        """Wait until something holds of this tab; the value that made it hold."""
        async with asyncio.timeout(seconds):
            while not (value := condition(self)):
                self._news.clear()
                await self._news.wait()
            return value

    async def settle(self, *, quiet: float = 0.3) -> None:
        """Wait until the server has been quiet for a moment."""
        with contextlib.suppress(TimeoutError):
            while True:
                self._news.clear()
                await asyncio.wait_for(self._news.wait(), quiet)

    def var(self, name: str) -> Any:
        """The newest value of a var, by its bare name."""
        return self.state.get(name)

    async def _emit(self, event: dict[str, Any]) -> None:
        await self._socket.send_str(f"42{NAMESPACE},{json.dumps(['event', event])}")

    async def _read(self) -> None:
        async for message in self._socket:
            if message.type != aiohttp.WSMsgType.TEXT:
                continue
            if message.data == "2":
                await self._socket.send_str("3")
            elif message.data.startswith(f"42{NAMESPACE},"):
                self._take(json.loads(message.data[len(f"42{NAMESPACE},") :]))
        self.closed = True
        self._news.set()

    def _take(self, packet: list[Any]) -> None:
        if packet[0] == "event":
            update = packet[1] if isinstance(packet[1], dict) else json.loads(packet[1])
            self.seen.append(update)
            for values in (update.get("delta") or {}).values():
                self.state |= {key.removesuffix("_rx_state_"): value for key, value in values.items()}
            for event in update.get("events") or []:
                if event.get("name") == "_redirect":
                    self.redirects.append(event["payload"]["path"])
            if self.on_update is not None:
                self.on_update(update)
        self._news.set()


@contextlib.asynccontextmanager
async def open_tab(
    client: aiohttp.ClientSession,
    url: str,
    path: str = "/",
    *,
    params: Mapping[str, str] | None = None,
    cookie: str = "",
    origin: str | None = None,
    token: str | None = None,
) -> AsyncIterator[RawTab]:
    """Connect, hydrate and load a page as a browser does.

    Args:
        client: where connections come from.
        url: the site, such as http://localhost:8765.
        path: the page, with its dynamic parts filled in.
        params: those dynamic parts by name, as a browser sends them beside the path, and the query's.
        cookie: the Cookie header.
        origin: the Origin header; the site's own by default, none when empty.
        token: the tab's own name; a new one by default.
    """
    headers = {"Cookie": cookie} if cookie else {}
    own = url if origin is None else origin
    if own:
        headers["Origin"] = own
    address = f"{url.replace('http', 'ws', 1)}{NAMESPACE}/?EIO=4&transport=websocket&token={token or uuid.uuid4()}"
    async with client.ws_connect(address, headers=headers, max_msg_size=0) as socket:
        await socket.receive_str()
        boot = {"event": _event(HYDRATE, path, params or {}, {})}
        await socket.send_str(f"40{NAMESPACE},{json.dumps(boot)}")
        tab = RawTab(socket, path, params or {})
        tab._reader = asyncio.create_task(tab._read())
        try:
            await tab.until(lambda tab: tab.var("is_hydrated") or tab.redirects or tab.closed)
            yield tab
        finally:
            tab._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await tab._reader


def _event(name: str, path: str, params: Mapping[str, str], payload: dict[str, Any]) -> dict[str, Any]:
    router_data = {"pathname": path, "asPath": path, "query": dict(params)}
    return {"name": name, "payload": payload, "router_data": router_data}
