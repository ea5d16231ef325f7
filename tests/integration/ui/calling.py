"""Naming handlers on a raw socket, and what came back."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from typing import Any

import aiohttp

from tests.e2e.site import Site
from tests.integration.ui.cast import Caller
from tests.raw_tab import NAMESPACE, STATE, RawTab, open_tab

MARKER = f"{STATE}.set_is_hydrated"
PAGES = f"{STATE}.peerlearn___ui___pages"
LEARNER = f"{PAGES}___learner_dashboard___state____learner_dashboard_state"
MENTOR = f"{PAGES}___mentor_dashboard___state____mentor_dashboard_state"
ROOM = f"{PAGES}___room___state____room_state"
CHAT = f"{PAGES}___room___chat___state____chat_state"
ENTRY = f"{STATE}.peerlearn___ui___frames___entry"
SIGN_IN = f"{ENTRY}___sign_in_state____sign_in_state"
REGISTER = f"{ENTRY}___register_state____register_state"
LONGEST_SECONDS = 90
_UNSAID = object()


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """One story with sockets, from its start to its end."""
    asyncio.run(asyncio.wait_for(story(), LONGEST_SECONDS))


@contextlib.asynccontextmanager
async def tab_of(site: Site, caller: Caller, path: str = "/", **more: Any) -> AsyncIterator[RawTab]:
    """A tab of somebody, at a page."""
    async with (
        aiohttp.ClientSession() as client,
        open_tab(client, site.url, path, cookie=caller.cookie, **more) as tab,
    ):
        await tab.settle(quiet=0.1)
        yield tab


def log_of(site: Site) -> str:
    """All that the server printed so far."""
    return (site.folder / "site.log").read_text(errors="replace")


def in_room(room_id: str) -> dict[str, Any]:
    """The page of a room, as arguments of `tab_of`."""
    return {"path": f"/session/{room_id}/", "params": {"room_id": room_id}}


async def socket_status(site: Site, origin: str | None) -> int:
    """The HTTP status that a socket from an origin gets; 101 when it is let in."""
    headers = {} if origin is None else {"Origin": origin}
    address = f"{site.url.replace('http', 'ws', 1)}{NAMESPACE}/?EIO=4&transport=websocket&token={uuid.uuid4()}"
    async with aiohttp.ClientSession() as client:
        try:
            async with client.ws_connect(address, headers=headers):
                return 101
        except aiohttp.WSServerHandshakeError as refused:
            return refused.status


async def answers(tab: RawTab, handler: str, payloads: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """All that the server said to some calls of one handler.

    A tab's events are handled in order, so a harmless one behind them shows that they are over.
    """
    before = len(tab.seen)
    for payload in payloads:
        await tab.call(handler, payload)
    flag = not tab.var("is_hydrated")
    await tab.call(MARKER, {"value": flag})
    await tab.until(lambda tab: tab.closed or flag in values_of("is_hydrated", tab.seen[before:]))
    assert not tab.closed, f"{handler} ended the connection"
    return tab.seen[before:]


def values_of(name: str, updates: list[dict[str, Any]]) -> list[Any]:
    """All that a var became, one after the other: what is there for a moment only counts, too."""
    found = (values.get(f"{name}_rx_state_", _UNSAID) for u in updates for values in (u.get("delta") or {}).values())
    return [value for value in found if value is not _UNSAID]


def redirects(updates: list[dict[str, Any]]) -> int:
    """How often the browser was sent away."""
    events = [event for update in updates for event in update.get("events") or []]
    return sum(event["name"] == "_redirect" for event in events)


def changed_vars(updates: list[dict[str, Any]]) -> set[str]:
    """The vars that came back, but for the marker's."""
    names = {name for u in updates for values in (u.get("delta") or {}).values() for name in values}
    return names - {"is_hydrated_rx_state_"}


def told(tab: RawTab, secrets: Iterable[str]) -> list[str]:
    """Which of some secrets reached this tab."""
    everything = json.dumps(tab.seen)
    return [secret for secret in secrets if secret in everything]
