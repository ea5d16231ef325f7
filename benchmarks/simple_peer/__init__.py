"""What our room is compared with: two plain pages that meet through simple-peer, from npm.

It brings no server of its own, so its signals go through the smallest broker there is: a WebSocket that hands each
message to the other of the two, and keeps those that come before somebody is there. As kind as can be: no STUN
server, and the socket is open before the click.
"""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import WSMsgType, web

from benchmarks.rival_pages import installed, serving_folder

PACKAGES = ("simple-peer@9.11.1",)
HERE = Path(__file__).resolve().parent


class _Broker:
    """Hands what one of two says to the other."""

    def __init__(self) -> None:
        self._there: dict[tuple[str, str], web.WebSocketResponse] = {}
        self._kept: dict[tuple[str, str], list[str]] = defaultdict(list)

    async def seat(self, request: web.Request) -> web.WebSocketResponse:
        """One end of a meeting, `a` or `b`."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        meeting, side = request.match_info["meeting"], request.match_info["side"]
        other = (meeting, "b" if side == "a" else "a")
        self._there[meeting, side] = socket
        for word in self._kept.pop((meeting, side), []):
            await socket.send_str(word)
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                break
            if other in self._there:
                await self._there[other].send_str(message.data)
            else:
                self._kept[other].append(message.data)
        self._there.pop((meeting, side), None)
        return socket


@contextmanager
def serving(page_port: int, broker_port: int) -> Iterator[str]:
    """Serve the page and run the broker, until the block ends; the page's address."""
    parts = (HERE / "index.html", HERE / "meet.js")
    home = installed("simple-peer", PACKAGES, parts, ("simple-peer/simplepeer.min.js",))
    with _broker(broker_port), serving_folder(home / "site", page_port) as page:
        yield page


def seats(page: str, broker_port: int, name: str) -> tuple[str, str]:
    """The addresses of the two who will meet: who waits and, second, who offers.

    Args:
        page: the page's address.
        broker_port: where the broker listens.
        name: of this meeting, used once.
    """
    waits = {"port": broker_port, "meeting": name, "side": "a"}
    offers = {**waits, "side": "b"}
    return f"{page}?{urlencode(waits)}", f"{page}?{urlencode(offers)}"


@contextmanager
def _broker(port: int) -> Iterator[None]:
    loop, ready = asyncio.new_event_loop(), threading.Event()

    async def open_door() -> None:
        app = web.Application()
        app.router.add_get("/{meeting}/{side}", _Broker().seat)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        ready.set()

    def run() -> None:
        loop.run_until_complete(open_door())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    if not ready.wait(timeout=10):
        raise SystemExit("the broker did not start")
    try:
        yield
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
