"""Where a request comes from: what our own proxies say is believed, what strangers say is not."""

import asyncio
import dataclasses
from typing import Any

import pytest

from peerlearn.api.front_door import FrontDoor
from peerlearn.settings import settings

PROXY = ("10.0.0.1", 4711)


def seen_from(forwarded: list[str], *, proxies: int, kind: str = "http") -> Any:
    """Whom the app takes for the visitor."""
    seen: list[Any] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["client"])

    headers = [(b"x-forwarded-for", text.encode()) for text in forwarded]
    headers.append((b"origin", settings.allowed_origins[0].encode()))
    scope = {"type": kind, "method": "GET", "path": "/", "headers": headers, "client": PROXY}
    door = FrontDoor(app, settings=dataclasses.replace(settings, trusted_proxies=proxies), built_pages=None)
    asyncio.run(door(scope, None, None))  # type: ignore[arg-type]
    return seen[0][0]


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_believes_as_many_proxies_as_there_are(kind: str) -> None:
    assert seen_from(["6.6.6.6, 9.9.9.9"], proxies=1, kind=kind) == "9.9.9.9"
    assert seen_from(["6.6.6.6, 9.9.9.9", "10.0.0.2"], proxies=2, kind=kind) == "9.9.9.9"


@pytest.mark.parametrize("forwarded", [[], [""], [" , "], ["9.9.9.9"]])
def test_believes_nobody_without_proxies(forwarded: list[str]) -> None:
    assert seen_from(forwarded, proxies=0) == PROXY[0]


@pytest.mark.parametrize("forwarded", [[], [""], [" , "], ["9.9.9.9"]])
def test_takes_the_nearest_when_fewer_proxies_spoke_than_there_are(forwarded: list[str]) -> None:
    assert seen_from(forwarded, proxies=2) == PROXY[0]
