"""Pages that are open hear it when time alone changed what a session is."""

import asyncio
from datetime import datetime, timedelta

import pytest

from peerlearn.domain import catalog, discovery
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.domain.discovery import SOON_BEFORE
from peerlearn.jobs.tell_the_time import tell_the_time
from peerlearn.kit import bus, clock, database
from peerlearn.kit.work import unit_of_work
from tests.makers import an_offering

pytestmark = pytest.mark.usefixtures("database")


def next_turn(after: datetime) -> datetime | None:
    with database.reading() as db:
        return discovery.next_turn(db, after)


def test_a_session_turns_ten_minutes_before_its_start_and_at_its_start() -> None:
    now = clock.now()
    starts_at = now + timedelta(hours=1)
    an_offering(starts_at=starts_at), an_offering(starts_at=starts_at + timedelta(hours=1))
    cancelled = an_offering(starts_at=now + timedelta(minutes=20))
    with unit_of_work() as work:
        work.db.get_one(Offering, cancelled).status = OfferingStatus.CANCELLED

    assert next_turn(now) == starts_at - SOON_BEFORE
    assert next_turn(starts_at - SOON_BEFORE) == starts_at
    assert next_turn(starts_at) == starts_at + timedelta(hours=1) - SOON_BEFORE
    assert next_turn(starts_at + timedelta(hours=1)) is None


@pytest.mark.parametrize("in_time", [timedelta(seconds=0.4), SOON_BEFORE + timedelta(seconds=0.4)])
def test_tells_open_pages_when_the_moment_has_come(in_time: timedelta) -> None:
    an_offering(starts_at=clock.now() + in_time)
    moment = clock.now() + timedelta(seconds=0.3)
    heard: list[tuple[str, datetime]] = []

    async def story() -> None:
        own = bus.InProcess()
        told = asyncio.Event()

        def hear(topic: str, _payload: object) -> None:
            heard.append((topic, clock.now()))
            told.set()

        tasks = [asyncio.ensure_future(own.deliver(hear)), asyncio.ensure_future(tell_the_time())]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(bus, "_carrier", own)
            await asyncio.wait_for(told.wait(), 15)
        for task in tasks:
            task.cancel()

    asyncio.run(story())

    assert heard[0][0] == catalog.TOPIC
    assert heard[0][1] >= moment
