"""The doors that measure a line: for signed-in people, no faster than a check needs them, and nothing is kept."""

import asyncio
from collections.abc import Callable
from itertools import count

import httpx
import pytest

from peerlearn.api.line_check import LARGEST_UPLOAD, PINGS, UPLOADS
from peerlearn.domain.accounts import Viewer
from peerlearn.peerlearn import doors
from tests.integration.ui.cast import signed_in
from tests.makers import a_learner, a_mentor

pytestmark = pytest.mark.usefixtures("database")


def knock(person: Viewer | None, knocks: Callable[[httpx.AsyncClient], object], times: int = 1) -> list[int]:
    """The statuses that somebody gets."""
    headers = {"Cookie": signed_in(person).cookie} if person else {}

    async def answers() -> list[int]:
        transport = httpx.ASGITransport(doors())
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", headers=headers) as browser:
            return [(await knocks(browser)).status_code for _ in range(times)]  # type: ignore[misc]

    return asyncio.run(answers())


def ping(browser: httpx.AsyncClient) -> object:
    return browser.get("/line/ping")


def upload(size: int) -> Callable[[httpx.AsyncClient], object]:
    return lambda browser: browser.post("/line/upload", content=b"x" * size)


@pytest.fixture
def person() -> Viewer:
    """Somebody whom no other test has made knock: the pace is counted by number, and databases begin anew."""
    *_, newest = (a_learner(f"Learner {n}") for n in range(next(_people)))
    return newest


_people = count(20)


def test_answers_people_who_are_signed_in(person: Viewer) -> None:
    assert knock(person, ping) == [204]
    assert knock(person, upload(LARGEST_UPLOAD)) == [204]


@pytest.mark.parametrize("knocks", [ping, upload(10)])
def test_answers_nobody_else(knocks: Callable[[httpx.AsyncClient], object]) -> None:
    assert knock(None, knocks) == [401]


def test_takes_no_more_than_a_check_sends(person: Viewer) -> None:
    assert knock(person, upload(LARGEST_UPLOAD + 1)) == [413]


def test_a_check_fits_its_pace_and_a_flood_does_not(person: Viewer) -> None:
    assert set(knock(person, ping, PINGS.at_once)) == {204}
    assert 429 in knock(person, ping, PINGS.at_once), "a slow machine gives some back meanwhile"
    assert set(knock(person, upload(10), UPLOADS.at_once)) == {204}
    assert 429 in knock(person, upload(10), UPLOADS.at_once)
    assert knock(a_mentor("Another"), ping) == [204]
