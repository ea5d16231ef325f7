"""Fifty learners press Confirm for one session on their own pages at the same moment: one of them pays for it."""

import asyncio
from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from sqlmodel import select

from peerlearn.domain.bookings import SlotTaken
from peerlearn.domain.bookings.tables import Booking
from peerlearn.kit import clock, database
from tests import makers
from tests.e2e.site import Site
from tests.integration.ui.calling import LEARNER, run, tab_of
from tests.integration.ui.cast import signed_in
from tests.raw_tab import RawTab

LEARNERS = 50


def heard(tab: RawTab) -> str:
    """An order to pay, or what the page said instead."""
    order = tab.var("order") or {}
    if order.get("order_id"):
        return "an order"
    return " ".join(pop_up["message"] for pop_up in tab.var("pop_ups") or [])


@pytest.mark.faults
def test_one_of_fifty_pages_has_it(in_site: Site) -> None:
    wanted = makers.an_offering(title="Wanted by all", starts_at=clock.now() + timedelta(days=2))
    people = [signed_in(makers.a_learner(f"Learner {number}")) for number in range(LEARNERS)]

    async def story() -> None:
        async with AsyncExitStack() as pages:
            opened = (pages.enter_async_context(tab_of(in_site, each, "/dashboard/learner/")) for each in people)
            tabs = [await page for page in opened]
            await asyncio.gather(*(tab.call(f"{LEARNER}.choose", {"offering_id": wanted}) for tab in tabs))
            await asyncio.gather(*(tab.until(lambda tab: tab.var("chosen")) for tab in tabs))

            await asyncio.gather(*(tab.call(f"{LEARNER}.confirm") for tab in tabs))
            outcomes = Counter([await tab.until(heard, seconds=30) for tab in tabs])

            assert outcomes == {"an order": 1, SlotTaken.message: LEARNERS - 1}

    run(story)

    with database.reading() as db:
        assert len(db.exec(select(Booking).where(Booking.session_id == wanted)).all()) == 1
