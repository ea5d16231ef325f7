"""The site with two workers and a real Redis: what happens on one is seen on the other, also after Redis died."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from scripts.build_frontend import ensure_built
from tests import makers
from tests.e2e.site import Site, running_site
from tests.eventually import eventually
from tests.integration.ui.cast import Caller, signed_in
from tests.integration.ui.worker_of import listeners, worker_of
from tests.raw_tab import RawTab, open_tab
from tests.servers import Redis

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="which worker holds a tab is asked of Linux"),
]

Opener = Callable[[], AbstractAsyncContextManager[RawTab]]
Story = Callable[[aiohttp.ClientSession, AsyncExitStack], Awaitable[None]]

MOST_TABS = 60
SEEN_WITHIN = 10.0
BACK_WITHIN = 40.0
START_WITHIN = 60.0


@pytest.fixture
def site(tmp_path: Path, redis: Redis, database: str) -> Iterator[Site]:
    """The whole product with two workers; makers write to its database."""
    two = {"WEB_WORKERS": "2", "REDIS_URL": redis.url}
    with running_site(tmp_path, REFLEX_WEB_WORKDIR=str(ensure_built()), **two) as running:
        in_use.use(running.database_url)
        eventually(lambda: listeners(running) == 2, START_WITHIN)  # it is ready as soon as one of them is
        yield running
        in_use.use(database)


def test_a_published_session_appears_on_the_tabs_of_both_workers(site: Site) -> None:
    mentor = signed_in(makers.a_mentor())

    async def story(http: aiohttp.ClientSession, tabs: AsyncExitStack) -> None:
        here, there = await _on_two_workers(site, tabs, lambda: open_tab(http, site.url))
        publisher = await tabs.enter_async_context(_home(http, site, mentor))

        await _publish(publisher, "Seen by all", in_hours=2)

        await _shows(here, "Seen by all")
        await _shows(there, "Seen by all")

    _run(story)


def test_a_signal_reaches_the_seat_that_the_other_worker_holds(site: Site) -> None:
    two = _two_with_a_room()

    async def story(http: aiohttp.ClientSession, tabs: AsyncExitStack) -> None:
        mentor, learner = await _seated(site, http, tabs, *two)

        await _send_signal(mentor, n=1)
        await learner.until(lambda tab: [signal["n"] for signal in tab.var("inbox")] == [1], seconds=SEEN_WITHIN)
        await learner.call(_room("acknowledge"), {"sender": "mentor-tab", "up_to": 1})

        received = {"receiver": "learner-tab", "up_to": 1}
        await mentor.until(lambda tab: tab.var("acknowledged") == received, seconds=SEEN_WITHIN)
        await learner.until(lambda tab: tab.var("inbox") == [], seconds=SEEN_WITHIN)

    _run(story)


def test_everything_flows_again_after_redis_was_killed(site: Site, redis: Redis) -> None:
    publishing, learner = signed_in(makers.a_mentor()), signed_in(makers.a_learner())
    two = _two_with_a_room()

    async def story(http: aiohttp.ClientSession, tabs: AsyncExitStack) -> None:
        pages = await _on_two_workers(site, tabs, lambda: open_tab(http, site.url))
        homes = await _on_two_workers(site, tabs, lambda: _home(http, site, learner))
        seats = await _seated(site, http, tabs, *two)

        redis.kill()
        unheard = makers.an_offering(title="Published while Redis was away")
        await asyncio.sleep(1.0)
        redis.start()

        for tab in (*pages, *homes):
            await _shows(tab, "Published while Redis was away", seconds=BACK_WITHIN)
        assert unheard
        async with _home(http, site, publishing) as publisher:
            await _publish(publisher, "Published afterwards", in_hours=4)
        for tab in (*pages, *homes):
            await _shows(tab, "Published afterwards")
        assert [tab.redirects for tab in (*homes, *seats)] == [[]] * 4, "somebody was taken for a stranger"
        await _talk_again(*seats)

    _run(story)


async def _talk_again(mentor: RawTab, learner: RawTab) -> None:
    """As the browsers do: they say again where they are, and what was not acknowledged."""
    for tab, name in ((mentor, "mentor-tab"), (learner, "learner-tab")):
        await tab.call(_room("arrive"), {"instance": name})
    async with asyncio.timeout(BACK_WITHIN):
        while not any(signal["n"] == 2 for signal in learner.var("inbox")):
            await _send_signal(mentor, n=2)
            await asyncio.sleep(0.5)


def _two_with_a_room() -> tuple[Caller, Caller, str]:
    booked = makers.a_confirmed_booking(makers.an_offering(starts_at=clock.now() + timedelta(minutes=5)))
    return signed_in(booked.mentor), signed_in(booked.learner), booked.room_id


async def _seated(
    site: Site, http: aiohttp.ClientSession, tabs: AsyncExitStack, mentor: Caller, learner: Caller, room_id: str
) -> tuple[RawTab, RawTab]:
    """The two in their seats, each on another worker."""

    def open_room(caller: Caller) -> Opener:
        params = {"room_id": room_id}
        return lambda: open_tab(http, site.url, f"/session/{room_id}/", params=params, cookie=caller.cookie)

    here, _ = await _on_two_workers(site, tabs, open_room(mentor))
    both = await _on_two_workers(site, tabs, open_room(learner))
    there = next(tab for tab in both if worker_of(tab, site) != worker_of(here, site))
    for tab, name in ((here, "mentor-tab"), (there, "learner-tab")):
        await tab.call(_room("arrive"), {"instance": name})
    await here.until(lambda tab: tab.var("peer_instance") == "learner-tab", seconds=SEEN_WITHIN)
    await there.until(lambda tab: tab.var("peer_instance") == "mentor-tab", seconds=SEEN_WITHIN)
    return here, there


async def _on_two_workers(site: Site, tabs: AsyncExitStack, opener: Opener) -> Sequence[RawTab]:
    """Two tabs of the same page, each on another worker."""
    found: dict[int, RawTab] = {}
    for _ in range(MOST_TABS):
        tab = await tabs.enter_async_context(opener())
        found.setdefault(worker_of(tab, site), tab)
        if len(found) == 2:
            return list(found.values())
    raise AssertionError(f"{MOST_TABS} tabs, and one worker held them all")


def _home(http: aiohttp.ClientSession, site: Site, caller: Caller) -> AbstractAsyncContextManager[RawTab]:
    assert caller.viewer is not None
    return open_tab(http, site.url, f"/dashboard/{caller.viewer.role}/", cookie=caller.cookie)


async def _publish(mentor: RawTab, title: str, *, in_hours: int) -> None:
    starts = clock.now() + timedelta(hours=in_hours)
    form = {
        "title": title,
        "description": "For everybody who watches.",
        "topics": "Python",
        "price": "1000",
        "starts_at": starts.strftime("%Y-%m-%dT%H:%M:00Z"),
        "duration": "60",
    }
    await mentor.call(
        "peerlearn___ui___pages___mentor_dashboard___state____mentor_dashboard_state.publish", {"form": form}
    )


async def _send_signal(mentor: RawTab, *, n: int) -> None:
    signal = {"sender": "mentor-tab", "receiver": "learner-tab", "n": n, "kind": "candidate", "body": "{}"}
    await mentor.call(_room("send_signals"), {"batch": [signal]})


async def _shows(tab: RawTab, title: str, *, seconds: float = SEEN_WITHIN) -> None:
    def shown(tab: RawTab) -> bool:  # a learner's list, or the start page's rail
        return title in [card["title"] for card in tab.var("offerings") or tab.var("sessions") or []]

    await tab.until(shown, seconds=seconds)


def _room(verb: str) -> str:
    return f"peerlearn___ui___pages___room___state____room_state.{verb}"


def _run(story: Story) -> None:
    async def told() -> None:
        async with aiohttp.ClientSession() as http, AsyncExitStack() as tabs:
            await story(http, tabs)

    asyncio.run(told())
