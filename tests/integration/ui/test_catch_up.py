"""When Redis was away, every tab of this process reads again what it shows: any of it may have changed unheard."""

import asyncio
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from peerlearn.kit import bus
from peerlearn.ui import live

Told = list[tuple[str, str, Any]]


@pytest.fixture
def two_tabs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    """A tab with the list of sessions, and a tab in a room; the value is what they are told to do."""
    monkeypatch.setattr(live, "_board", live._Board())
    told: Told = []

    def noting(what: str) -> Callable[..., Any]:
        async def reach(token: str, payload: Any) -> None:
            told.append((token, what, payload))

        return reach

    live.watch(_tab("learner"), {"offerings": noting("read again"), "account:1": noting("read again")})  # type: ignore
    live.watch(_tab("mentor"), {"room:1": noting("read again")})  # type: ignore
    yield told


def test_every_tab_reads_again_all_that_it_shows(two_tabs: Told) -> None:
    _hear(bus.CATCH_UP)

    assert sorted(two_tabs) == [("learner", "read again", None)] * 2 + [("mentor", "read again", None)]


def test_an_ordinary_message_reaches_only_who_watches_its_topic(two_tabs: Told) -> None:
    _hear("room:1")

    assert two_tabs == [("mentor", "read again", None)]


def _hear(topic: str) -> None:
    async def heard() -> None:
        live._hear(topic, None)
        await asyncio.gather(*live._board.tasks)

    asyncio.run(heard())


def _tab(token: str) -> SimpleNamespace:
    return SimpleNamespace(router=SimpleNamespace(session=SimpleNamespace(client_token=token)), router_data={})
