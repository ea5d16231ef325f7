"""Browsers and the running site for the stories told in this folder."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from scripts.build_frontend import ensure_built
from tests.e2e.site import Site, running_site

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream=fps=30",
]
WAIT_MS = 15_000


def chromium_path() -> str | None:
    """The system's Chromium, or None for Playwright's own."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def built_front_end() -> Path:
    """The production front end of this source tree; built once per content."""
    return ensure_built()


@pytest.fixture
def site(tmp_path: Path, built_front_end: Path) -> Iterator[Site]:
    """The whole product on an empty database."""
    with running_site(tmp_path, REFLEX_WEB_WORKDIR=str(built_front_end)) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The browser driver."""
    expect.set_options(timeout=WAIT_MS)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture
def new_browser(playwright: Playwright) -> Iterator[Callable[[], Browser]]:
    """Starts separate browsers: no shared cookies, no shared process."""
    with ExitStack() as open_browsers:

        def start() -> Browser:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
            open_browsers.callback(browser.close)
            return browser

        yield start


def complaints_of(page: Page) -> list[str]:
    """From now on, what the page complains about: errors and refused contents."""
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints
