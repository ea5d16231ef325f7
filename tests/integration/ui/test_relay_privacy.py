"""The relay's credentials reach the tab of the person they were made for, and no other."""

import asyncio
from collections.abc import Iterator

import pytest

from peerlearn.kit import database as in_use
from scripts.build_frontend import ensure_built
from tests.e2e.site import Site, running_site
from tests.integration.ui.calling import ROOM, in_room, run, tab_of, told
from tests.integration.ui.cast import Cast, a_cast
from tests.raw_tab import RawTab

TURN = {"TURN_URLS": "turn:turn.example.org:3478", "TURN_SECRET": "a-secret-that-the-relay-knows-too"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The product of somebody who has a relay."""
    folder = tmp_path_factory.mktemp("site")
    with running_site(folder, REFLEX_WEB_WORKDIR=str(ensure_built()), **TURN) as running:
        yield running


@pytest.fixture
def cast(site: Site, database: str) -> Iterator[Cast]:
    """Two people with a room that is open, and strangers."""
    in_use.use(site.database_url)
    yield a_cast()
    in_use.use(database)


def credentials(tab: RawTab) -> list[str]:
    """Name and password of the relay, as this tab knows them."""
    relays = [server for server in tab.var("ice_servers") or [] if "credential" in server]
    return [server[part] for server in relays for part in ("username", "credential")]


def test_each_of_the_two_has_credentials_that_nobody_else_hears(site: Site, cast: Cast) -> None:
    async def story() -> None:
        async with (
            tab_of(site, cast.mentor, **in_room(cast.room_id)) as mentor,
            tab_of(site, cast.learner, **in_room(cast.room_id)) as learner,
            tab_of(site, cast.other_learner, **in_room(cast.room_id)) as stranger,
        ):
            for name, tab in (("m", mentor), ("l", learner)):
                await tab.call(f"{ROOM}.arrive", {"instance": name})
                await tab.until(lambda tab, name=name: tab.var("registered") == name)
            await stranger.call(f"{ROOM}.renew_relay")
            await stranger.settle()
            mentors, learners = credentials(mentor), credentials(learner)
            assert len(mentors) == len(learners) == 2
            assert mentor.var("relay_ms") > 0
            assert told(mentor, learners) == told(learner, mentors) == []
            assert told(stranger, mentors + learners) == credentials(stranger) == []
            for tab in (mentor, learner, stranger):
                assert told(tab, [TURN["TURN_SECRET"]]) == []

    run(story)


def test_fresh_ones_are_given_when_asked_for(site: Site, cast: Cast) -> None:
    async def story() -> None:
        async with tab_of(site, cast.learner, **in_room(cast.room_id)) as learner:
            before = credentials(learner)
            await asyncio.sleep(1.1)  # their end is told in whole seconds
            await learner.call(f"{ROOM}.renew_relay")
            await learner.until(lambda tab: credentials(tab) != before)
            assert len(credentials(learner)) == 2

    run(story)
