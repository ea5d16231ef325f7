"""Going back on a session by its dialog: nothing happens on other amounts than it showed, and it shows the new ones."""

from datetime import timedelta

import pytest

from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit import clock, database
from tests.e2e.site import Site
from tests.integration.domain.bookings.living import payment_of, status_of
from tests.integration.ui.calling import STATE, answers, run, tab_of
from tests.integration.ui.cast import signed_in
from tests.makers import Booked, a_confirmed_booking, an_offering
from tests.raw_tab import RawTab

CANCEL = f"{STATE}.peerlearn___ui___frames___cancelling___state____cancel_state"
CHANGED = "Less time is left meanwhile, so other amounts count now. Please look again"


def nearer(booked: Booked) -> None:
    """The session is twenty minutes nearer than it was, as if that time had passed."""
    with database.writing() as db:
        db.get_one(Offering, booked.offering_id).starts_at -= timedelta(minutes=20)


def shown(tab: RawTab, *fields: str) -> list[str]:
    terms = tab.var("terms") or {}
    return [terms.get(field, "closed") for field in fields]


def said(tab: RawTab) -> list[str]:
    return [pop_up["message"] for pop_up in tab.var("pop_ups") or []]


@pytest.fixture
def booked(in_site: Site) -> Booked:
    """A confirmed session that begins a little later than in a day."""
    return a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(hours=24, minutes=10)))


def test_a_learner_is_shown_what_comes_back_now_and_decides_again(in_site: Site, booked: Booked) -> None:
    async def story() -> None:
        async with tab_of(in_site, signed_in(booked.learner), "/dashboard/learner/") as tab:
            await answers(tab, f"{CANCEL}.ask", [{"booking_id": booked.booking_id}])
            assert shown(tab, "back", "kept") == ["₹1,100", "₹0"]

            nearer(booked)
            await answers(tab, f"{CANCEL}.confirm", [{}])
            assert (said(tab)[-1], status_of(booked.booking_id)) == (CHANGED, "confirmed")
            assert shown(tab, "back", "kept") == ["₹550", "₹550"]

            await answers(tab, f"{CANCEL}.confirm", [{}])
            assert (status_of(booked.booking_id), payment_of(booked.booking_id).refunded_paise) == ("cancelled", 55_000)

    run(story)


def test_a_mentor_is_shown_the_fee_that_counts_now_and_decides_again(in_site: Site, booked: Booked) -> None:
    async def story() -> None:
        async with tab_of(in_site, signed_in(booked.mentor), "/dashboard/mentor/") as tab:
            await answers(tab, f"{CANCEL}.ask_to_call_off", [{"offering_id": booked.offering_id}])
            assert shown(tab, "total", "fee") == ["₹1,100", ""]

            nearer(booked)
            await answers(tab, f"{CANCEL}.confirm", [{}])
            assert (said(tab)[-1], status_of(booked.booking_id)) == (CHANGED, "confirmed")
            assert shown(tab, "total", "fee") == ["₹1,100", "₹550"]

            await answers(tab, f"{CANCEL}.confirm", [{}])
            assert status_of(booked.booking_id) == "cancelled"

    run(story)
