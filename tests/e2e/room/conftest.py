"""A lesson between two networks of their own, which tests may cut."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from peerlearn.kit import database as in_use
from tests.e2e.room.lesson import Lesson, lesson_between
from tests.e2e.site import Site, running_site
from tests.networks import Networks, missing, two_networks


@pytest.fixture(scope="package")
def networks() -> Iterator[Networks]:
    """Two networks; without them the tests are skipped, but not where every test is wanted."""
    if why := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    with two_networks() as built:
        yield built


@pytest.fixture(scope="package")
def site(networks: Networks, tmp_path_factory: pytest.TempPathFactory, built_front_end: Path) -> Iterator[Site]:
    """The product, reachable from both networks."""
    with running_site(tmp_path_factory.mktemp("site"), REFLEX_WEB_WORKDIR=str(built_front_end)) as running:
        yield running


@pytest.fixture
def lesson(networks: Networks, site: Site, database: str, playwright: Playwright) -> Iterator[Callable[[], Lesson]]:
    """Begins lessons: the mentor in network "a", the learner in "b", both in the room and connected."""
    in_use.use(site.database_url)
    with lesson_between(networks, site, playwright) as begin:
        yield begin
    networks.heal()
    in_use.use(database)
