"""The end of a tab's socket, as the board of watching tabs hears of it."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import reflex as rx
from reflex.utils.token_manager import LocalTokenManager, SocketRecord
from reflex_base.registry import RegistrationContext

from peerlearn.ui import live


@pytest.fixture
def app() -> Iterator[rx.App]:
    before = live._board.app
    with RegistrationContext.get().fork():
        app = rx.App()
        live.install(app)
        yield app
    live._board.app = before


def a_tab(app: rx.App, token: str, sid: str, gone: list[str]) -> None:
    assert app.event_namespace is not None
    manager = app.event_namespace._token_manager
    manager.token_to_socket[token] = SocketRecord(instance_id=manager.instance_id, sid=sid)
    manager.sid_to_token[sid] = token

    async def on_gone() -> None:
        gone.append(token)

    live._board.watches[token] = live.Watch({}, on_gone)


def ends(app: rx.App, sid: str) -> None:
    async def end() -> None:
        assert app.event_namespace is not None
        app.event_namespace.on_disconnect(sid)
        await asyncio.sleep(0)

    asyncio.run(end())


def test_forgets_a_tab_without_looking_at_all_the_others(app: rx.App, monkeypatch: pytest.MonkeyPatch) -> None:
    def copy_of_all(_: Any) -> None:
        raise AssertionError("made a copy of every open tab")

    monkeypatch.setattr(LocalTokenManager, "token_to_sid", property(copy_of_all))
    gone: list[str] = []
    a_tab(app, "tab", "socket", gone)

    ends(app, "socket")

    assert gone == ["tab"]


def test_keeps_a_tab_that_has_a_newer_socket(app: rx.App) -> None:
    gone: list[str] = []
    a_tab(app, "back", "old", gone)
    a_tab(app, "back", "new", gone)

    ends(app, "old")

    assert gone == []


class Reader:
    """Stands for the framework's processor of events: notes each re-read; something changes during the first two."""

    def __init__(self, reach: live.Reach) -> None:
        self.reads = 0
        self._reach = reach

    async def enqueue(self, token: str, _event: Any) -> asyncio.Future[None]:
        self.reads += 1
        if self.reads < 3:
            await self._reach(token, None)
        done = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done


def test_reads_again_what_changed_during_each_reading(app: rx.App, monkeypatch: pytest.MonkeyPatch) -> None:
    class PageState(rx.State):  # in the app's own registry, not in the product's
        @rx.event
        def reread(self) -> None: ...

    reach = live.reread(PageState.reread, settle=0)
    reader = Reader(reach)
    monkeypatch.setattr(live._board, "app", type("App", (), {"event_processor": reader}))
    live._board.watches["tab"] = live.Watch({})

    asyncio.run(reach("tab", None))

    assert reader.reads == 3
