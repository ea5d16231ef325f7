"""One running site for the lessons of this folder, and Chromiums that have or lack what a test asks for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path
from tests.e2e.lobby.lessons import Lesson, a_lesson
from tests.e2e.site import Site, running_site

WITHOUT_MEDIA = [flag for flag in CHROMIUM_FLAGS if "media-stream" not in flag]
ALLOWS, HAS_DEVICES = "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=fps=30"


@pytest.fixture(scope="package")
def room_site(tmp_path_factory: pytest.TempPathFactory, built_front_end: Path) -> Iterator[Site]:
    """The product without a relay."""
    with running_site(tmp_path_factory.mktemp("site"), REFLEX_WEB_WORKDIR=str(built_front_end)) as running:
        yield running


@pytest.fixture
def lesson(room_site: Site, database: str) -> Iterator[Lesson]:
    """A lesson that can be joined now."""
    with a_lesson(room_site, database) as made:
        yield made


@pytest.fixture
def chromium_with(playwright: Playwright) -> Iterator[Callable[..., Browser]]:
    """Starts a Chromium of its own with these flags beside the usual ones; none of them is about media."""
    with ExitStack() as open_browsers:

        def start(*flags: str) -> Browser:
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*WITHOUT_MEDIA, *flags])
            open_browsers.callback(browser.close)
            return browser

        yield start
