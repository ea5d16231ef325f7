"""A real browser with the room's JavaScript in it: no Reflex, no server of ours, only modules and a line between."""

import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path

HERE = Path(__file__).parent
ROOM = HERE.parents[2] / "peerlearn" / "ui" / "pages" / "room"


class ModuleFiles(SimpleHTTPRequestHandler):
    """Serves the room's modules under /room/ and this folder's page and helpers beside them."""

    def translate_path(self, path: str) -> str:
        """Find a module of the room by its path there, and anything else in this folder."""
        inside = path.removeprefix("/room/")
        return str(ROOM / inside if inside != path else HERE / Path(path).name)

    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


@pytest.fixture(scope="module")
def modules() -> Iterator[str]:
    """The address where a browser finds the modules."""
    with ThreadingHTTPServer(("127.0.0.1", 0), ModuleFiles) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium with a camera and a microphone that are not there."""
    chromium = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture
def tab(browser: Browser, modules: str) -> Iterator[Page]:
    """A page with the modules loaded; an uncaught error in it fails the test."""
    context = browser.new_context(viewport={"width": 800, "height": 600})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{modules}/bench.html")
    page.wait_for_function("window.ready === true", timeout=90_000)  # a cold machine takes its time
    yield page
    context.close()
    assert errors == []
