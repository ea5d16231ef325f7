"""One running site with the same world for every test of this folder, and one browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright

from peerlearn.kit import database as in_use
from tests.databases import Databases
from tests.e2e.conftest import CHROMIUM_FLAGS, chromium_path
from tests.e2e.quality.screens import Screen
from tests.e2e.quality.visits import DESKTOP, PHONE, Visit, context_of, visit
from tests.e2e.quality.world import World, a_world
from tests.e2e.site import Site, running_site


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory, built_front_end: Path) -> Iterator[Site]:
    """The product with people and sessions in it."""
    with running_site(tmp_path_factory.mktemp("site"), REFLEX_WEB_WORKDIR=str(built_front_end)) as running:
        yield running


@pytest.fixture(scope="package")
def empty_site(tmp_path_factory: pytest.TempPathFactory, built_front_end: Path) -> Iterator[Site]:
    """The product on its first day."""
    with running_site(tmp_path_factory.mktemp("empty"), REFLEX_WEB_WORKDIR=str(built_front_end)) as running:
        yield running


@pytest.fixture(scope="package")
def world(site: Site, databases: Databases) -> Iterator[World]:
    """Who is there."""
    with databases.fresh() as own:
        in_use.use(site.database_url)
        yield a_world()
        in_use.use(own)


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all."""
    chromium = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
    yield chromium
    chromium.close()


@pytest.fixture(scope="package")
def address_of(site: Site, request: pytest.FixtureRequest) -> Callable[[Screen], str]:
    """The site that a screen is on; the empty one is started when the first screen wants it."""

    def address(screen: Screen) -> str:
        if screen.on_empty_site:
            return str(request.getfixturevalue("empty_site").url)
        return site.url

    return address


@pytest.fixture(scope="package")
def contexts(browser: Browser, site: Site, world: World) -> Callable[[str], BrowserContext]:
    """The one browser context of each person."""
    known: dict[str, BrowserContext] = {}

    def context(who: str) -> BrowserContext:
        if who not in known:
            known[who] = context_of(browser, site.url, world, who)
        return known[who]

    return context


@pytest.fixture(scope="module")
def visited(
    request: pytest.FixtureRequest,
    contexts: Callable[[str], BrowserContext],
    address_of: Callable[[Screen], str],
    world: World,
) -> Iterator[Visit]:
    """The screen that the test names, opened once for all that is asked of it."""
    screen: Screen = request.param
    width = DESKTOP if screen.wide else PHONE
    opened = visit(contexts(screen.who), address_of(screen), screen, world, width=width)
    yield opened
    opened.page.close()
