"""What ends by itself is said on the page of the learner who waits for it."""

from datetime import timedelta
from typing import Any

from sqlmodel import col, select

from peerlearn.domain import bookings
from peerlearn.domain.bookings.rules import RELEASE_HOLD
from peerlearn.domain.bookings.tables import Booking
from peerlearn.kit import clock
from peerlearn.kit.jobs import Job
from peerlearn.kit.work import unit_of_work
from tests import makers
from tests.e2e.site import Site
from tests.integration.ui.calling import LEARNER, MENTOR, answers, run, tab_of
from tests.integration.ui.cast import signed_in
from tests.integration.ui.test_live_privacy import gateway
from tests.raw_tab import RawTab

MOVING = "reflex___state____state.peerlearn___ui___frames___moving___state____move_state"


def said(tab: RawTab) -> list[str]:
    return [pop_up["message"] for pop_up in tab.var("pop_ups") or []]


def test_says_that_a_request_was_cancelled_because_nobody_answered(in_site: Site) -> None:
    soon = makers.an_offering(title="Nobody answers", starts_at=clock.now() + timedelta(seconds=4))
    asked = makers.a_request(soon)

    async def story() -> None:
        async with tab_of(in_site, signed_in(asked.learner), "/dashboard/learner/") as learner:
            assert said(learner) == []
            await learner.until(said)
            assert said(learner) == ["Nobody answers: Not answered in time. Your money is on its way back."]

    run(story)


def test_says_that_the_time_to_pay_is_over_and_only_once(in_site: Site) -> None:
    learner_ = makers.a_learner()
    wanted = makers.an_offering(title="Not paid in time")

    async def story() -> None:
        async with tab_of(in_site, signed_in(learner_), "/dashboard/learner/") as learner:
            order = await _begin_to_pay(learner, wanted)
            assert 590 <= order["seconds"] <= 600

            _let_the_hold_run_out(wanted)
            await learner.until(said)
            await answers(learner, f"{LEARNER}.payment_dismissed", [{}])
            await learner.settle()

            assert [message[:43] for message in said(learner)] == ["The time to pay for “Not paid in time” is o"]

    run(story)


def test_says_that_nobody_was_charged_when_the_window_is_closed_in_time(in_site: Site) -> None:
    learner_, wanted = makers.a_learner(), makers.an_offering(title="Not wanted after all")

    async def story() -> None:
        async with tab_of(in_site, signed_in(learner_), "/dashboard/learner/") as learner:
            await _begin_to_pay(learner, wanted)
            await answers(learner, f"{LEARNER}.payment_dismissed", [{}])
            await learner.settle()

            assert said(learner) == ["You were not charged. The session is free again."]

    run(story)


def test_the_bell_counts_and_shakes_when_a_booking_is_confirmed(in_site: Site) -> None:
    asked = makers.a_request()

    async def story() -> None:
        async with (
            tab_of(in_site, signed_in(asked.learner), "/dashboard/learner/") as learner,
            tab_of(in_site, signed_in(asked.mentor), "/dashboard/mentor/") as mentor,
        ):
            assert (learner.var("coming"), learner.var("rung")) == (0, False)
            assert (mentor.var("waiting"), mentor.var("rung")) == (1, False)
            await answers(mentor, f"{MENTOR}.accept", [{"booking_id": asked.booking_id}])
            await learner.until(lambda tab: tab.var("coming") == 1)
            await learner.settle()

            assert learner.var("rung") is True
            assert (mentor.var("waiting"), mentor.var("rung")) == (0, False)
        async with tab_of(in_site, signed_in(asked.learner), "/dashboard/learner/") as learner:
            assert (learner.var("coming"), learner.var("rung")) == (1, False)

    run(story)


def test_stands_beside_its_place_until_it_is_seen_or_answered(in_site: Site) -> None:
    booked = makers.a_confirmed_booking(makers.an_offering(makers.a_mentor("Meera")))
    asked = makers.a_request(makers.an_offering(booked.mentor, starts_at=clock.now() + timedelta(days=3)))

    async def story() -> None:
        async with (
            tab_of(in_site, signed_in(booked.mentor), "/dashboard/mentor/") as mentor,
            tab_of(in_site, signed_in(asked.learner), "/dashboard/learner/") as learner,
        ):
            assert (mentor.var("pending"), mentor.var("new_earnings")) == ("1 Pending", "")
            assert learner.var("coming_words") == ""
            with unit_of_work() as work:
                bookings.complete(work, booked.booking_id)
            await answers(mentor, f"{MENTOR}.accept", [{"booking_id": asked.booking_id}])
            await mentor.until(lambda tab: tab.var("new_earnings") == "₹900 New")
            await learner.until(lambda tab: tab.var("coming_words") == "1 Upcoming")
            assert mentor.var("pending") == ""

            async with tab_of(in_site, signed_in(booked.mentor), "/dashboard/mentor/earnings/") as at_earnings:
                assert at_earnings.var("new_earnings") == ""
                await mentor.until(lambda tab: tab.var("new_earnings") == "")

    run(story)


def test_says_that_money_came_too_late_and_shows_what_could_be_booked_instead(in_site: Site) -> None:
    starts_at, mentor, learner_ = clock.now() + timedelta(days=3), makers.a_mentor(), makers.a_learner()
    wanted = makers.an_offering(mentor, title="Taken", starts_at=starts_at)
    other = makers.an_offering(mentor, title="Free", starts_at=starts_at + timedelta(days=1))

    async def story() -> None:
        async with tab_of(in_site, signed_in(learner_), "/dashboard/learner/") as learner:
            order = await _begin_to_pay(learner, wanted)
            await answers(learner, f"{LEARNER}.payment_dismissed", [{}])
            makers.a_request(wanted)
            await gateway(in_site, "POST", f"orders/{order['order_id']}/pay")
            await learner.until(lambda tab: len(said(tab)) == 2)
            await learner.settle()

            assert said(learner)[1] == "Taken: No longer free. Your money is on its way back."
            [card] = learner.var("booked")
            assert card["instead"][0]["offering_id"] == other  # the same mentor's first

    run(story)


def test_says_that_another_time_is_asked_for_and_counts_it_until_it_is_answered(in_site: Site) -> None:
    booked = makers.a_confirmed_booking(makers.an_offering(title="Loops"))

    async def story() -> None:
        async with (
            tab_of(in_site, signed_in(booked.learner), "/dashboard/learner/") as learner,
            tab_of(in_site, signed_in(booked.mentor), "/dashboard/mentor/") as mentor,
        ):
            then = (clock.now() + timedelta(days=9)).isoformat()
            await answers(learner, f"{MOVING}.ask", [{"booking_id": booked.booking_id}])
            await answers(learner, f"{MOVING}.propose", [{"form": {"starts_at": then}}])
            await mentor.until(lambda tab: tab.var("waiting") == 1)
            assert said(mentor) == ["Lalit asks for another time for “Loops”."]
            assert mentor.var("rung") is True

            [card] = mentor.var("upcoming")
            await answers(mentor, f"{MOVING}.accept", [{"proposal_id": card["proposal"]["proposal_id"]}])
            await learner.until(lambda tab: tab.var("booked")[0]["starts_at"] == then)
            await learner.settle()
            assert "“Loops” has moved to its new time." in said(learner)
            assert mentor.var("waiting") == 0

    run(story)


async def _begin_to_pay(tab: RawTab, offering_id: int) -> dict[str, Any]:
    while all(card["offering_id"] != offering_id for card in tab.var("offerings")):
        await answers(tab, f"{LEARNER}.reread_offerings", [{}])  # the test wrote it behind the site's back
    await tab.call(f"{LEARNER}.choose", {"offering_id": offering_id})
    await tab.call(f"{LEARNER}.confirm")
    order: dict[str, Any] = await tab.until(lambda tab: tab.var("order")["order_id"] and tab.var("order"))
    return order


def _let_the_hold_run_out(offering_id: int) -> None:
    """As if ten minutes had passed."""
    with unit_of_work() as work:
        booking = work.db.exec(select(Booking).where(Booking.session_id == offering_id)).one()
        booking.hold_ends_at = work.now
        release = select(Job).where(col(Job.key) == f"{RELEASE_HOLD}:{booking.id}")
        work.db.exec(release).one().run_at = work.now
