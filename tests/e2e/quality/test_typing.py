"""Whoever types quickly on a slow line loses no letter, in any form: not while the page wakes up, nor afterwards."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.quality.screens import SCREENS, Screen
from tests.e2e.quality.slow_line import slow_line
from tests.e2e.quality.visits import WAIT_SECONDS, context_of
from tests.e2e.quality.world import World
from tests.e2e.site import Site

ONE_WAY_SECONDS = 0.15
EACH_LETTER_MS = 20
LETTERS = "the quick brown fox jumps over a lazy dog and then 300 times"[:60]  # a comma ends a tag

FORMS = [screen for screen in SCREENS if screen.typed]


@pytest.fixture(scope="module")
def slow_url(site: Site) -> Iterator[str]:
    """The site, far away."""
    with slow_line(urlsplit(site.url).port or 0, one_way_seconds=ONE_WAY_SECONDS) as port:
        yield f"http://localhost:{port}"


@pytest.mark.parametrize("screen", FORMS, ids=str)
def test_loses_no_letter(screen: Screen, browser: Browser, world: World, slow_url: str) -> None:
    context = context_of(browser, slow_url, world, screen.who)
    page = context.new_page()
    page.goto(slow_url + screen.path.format(**world.names), wait_until="commit")
    if screen.opened is not None:
        page.locator(screen.there).first.wait_for()
        screen.opened(page)

    for field in screen.typed:  # without waiting for the page to be ready: people do not
        page.locator(field).wait_for(timeout=WAIT_SECONDS * 1000)
        page.locator(field).press("ControlOrMeta+a")  # what stands there already is typed over
        page.locator(field).press_sequentially(LETTERS, delay=EACH_LETTER_MS)
    page.wait_for_timeout(4 * ONE_WAY_SECONDS * 1000)  # for answers that come late

    assert _typed(page, screen) == dict.fromkeys(screen.typed, LETTERS)
    context.close()


def _typed(page: Page, screen: Screen) -> dict[str, str]:
    return {field: page.locator(field).input_value() for field in screen.typed}
