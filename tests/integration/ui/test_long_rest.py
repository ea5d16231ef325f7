"""A page that was left open so long that the server forgot its state is still live, and still its owner's."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from peerlearn.domain.accounts import Viewer
from peerlearn.kit import database as in_use
from scripts.build_frontend import ensure_built
from tests import makers
from tests.e2e.site import Site, running_site
from tests.integration.ui.cast import signed_in
from tests.raw_tab import open_tab

FORGOTTEN_AFTER = 1


@pytest.fixture
def forgetful_site(tmp_path: Path, database: str) -> Iterator[Site]:
    """The product, which forgets in a second what it otherwise keeps for an hour."""
    forgetful = {"REFLEX_REDIS_TOKEN_EXPIRATION": str(FORGOTTEN_AFTER), "REFLEX_WEB_WORKDIR": str(ensure_built())}
    with running_site(tmp_path, **forgetful) as running:
        in_use.use(running.database_url)
        yield running
        in_use.use(database)


def test_a_forgotten_dashboard_still_shows_what_is_new(forgetful_site: Site) -> None:
    learner, mentor = makers.a_learner(), makers.a_mentor()
    booked = makers.a_request(makers.an_offering(mentor), learner=learner)

    async def story() -> None:
        async with aiohttp.ClientSession() as http, _dashboard(http, forgetful_site, learner) as resting:
            await asyncio.sleep(FORGOTTEN_AFTER * 3)
            async with _dashboard(http, forgetful_site, mentor) as other:
                await other.call(_mentor("accept"), {"booking_id": booked.booking_id})

            await resting.until(lambda tab: [card["status"] for card in tab.var("booked")] == ["confirmed"])
            assert resting.redirects == []

    asyncio.run(story())


def _dashboard(http: aiohttp.ClientSession, site: Site, viewer: Viewer):
    return open_tab(http, site.url, f"/dashboard/{viewer.role}/", cookie=signed_in(viewer).cookie)


def _mentor(verb: str) -> str:
    return f"peerlearn___ui___pages___mentor_dashboard___state____mentor_dashboard_state.{verb}"
