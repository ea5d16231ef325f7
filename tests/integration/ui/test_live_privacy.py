"""Live updates tell each tab what is its owner's to know, and a tab that was signed out nothing more."""

import json
import uuid
from datetime import timedelta
from typing import Any

import httpx

from peerlearn.kit import clock
from tests import makers
from tests.e2e.site import KEY, SECRET, Site
from tests.integration.ui.calling import CHAT, LEARNER, MENTOR, answers, in_room, run, tab_of
from tests.integration.ui.cast import Caller, Cast, signed_in
from tests.integration.ui.rows import rows_now
from tests.raw_tab import STATE, RawTab

DEVICES = f"{STATE}.peerlearn___ui___frames___devices___state____devices_state"


def a_form(title: str) -> dict[str, str]:
    starts_at = clock.now() + timedelta(days=20)
    words = {"title": title, "description": "Everything", "topics": "Python", "price": "10", "duration": "60"}
    return {**words, "starts_at": starts_at.isoformat()}


def test_tells_a_tab_of_another_person_nothing_through_live_updates(in_site: Site, cast: Cast) -> None:
    async def story() -> None:
        async with (
            tab_of(in_site, cast.learner, "/dashboard/learner/") as learner,
            tab_of(in_site, cast.mentor, "/dashboard/mentor/") as mentor,
            tab_of(in_site, cast.other_learner, "/dashboard/learner/") as stranger,
            tab_of(in_site, cast.nobody) as visitor,
        ):
            request = mentor.var("requests")[0]
            await mentor.call(f"{MENTOR}.accept", {"booking_id": request["booking_id"]})
            await learner.until(lambda tab: all(card["status"] == "confirmed" for card in tab.var("booked")))
            public = f"For everybody {uuid.uuid4()}"
            await mentor.call(f"{MENTOR}.publish", {"form": a_form(public)})
            await stranger.until(lambda tab: public in str(tab.var("offerings")))
            for tab in (learner, mentor, stranger, visitor):
                await tab.settle()

            assert [var for var in ("requests", "upcoming", "available") if learner.var(var)] == []
            assert [var for var in ("offerings", "booked") if mentor.var(var)] == []
            assert (stranger.var("name"), stranger.var("booked")) == ("Eve", [])
            assert (visitor.var("name"), visitor.var("booked"), visitor.var("requests")) == ("", [], [])
            assert [card["status"] for card in learner.var("booked")] == ["confirmed"] * 2
            assert mentor.var("requests") == []

    run(story)


def test_shows_the_mentor_a_payment_and_the_learner_nothing_of_the_mentor(in_site: Site, cast: Cast) -> None:
    """What a handler publishes from its own task must not be heard in its caller's name."""
    offering = makers.an_offering(cast.mentor.viewer, title="Paid for", starts_at=clock.now() + timedelta(days=30))

    async def story() -> None:
        async with (
            tab_of(in_site, cast.mentor, "/dashboard/mentor/") as mentor,
            tab_of(in_site, cast.other_learner, "/dashboard/learner/") as learner,
        ):
            await gateway(in_site, "PUT", "webhooks", enabled=False)
            try:
                await pay(in_site, learner, offering)
                await mentor.until(lambda tab: "Paid for" in str(tab.var("requests")))
            finally:
                await gateway(in_site, "PUT", "webhooks", enabled=True)
            for tab in (mentor, learner):
                await tab.settle()

            assert [card["title"] for card in learner.var("booked")] == ["Paid for"]
            assert [var for var in ("requests", "upcoming", "available") if learner.var(var)] == []
            assert [var for var in ("offerings", "booked") if mentor.var(var)] == []

    run(story)


async def pay(site: Site, tab: RawTab, offering_id: int) -> None:
    """Book and pay as a page does."""
    await tab.until(lambda tab: any(card["offering_id"] == offering_id for card in tab.var("offerings")))
    await answers(tab, f"{LEARNER}.choose", [{"offering_id": offering_id}])
    await tab.call(f"{LEARNER}.confirm")
    order_id = await tab.until(lambda tab: (tab.var("order") or {}).get("order_id"))
    said = await gateway(site, "POST", f"orders/{order_id}/pay")
    names = {"order_id": "razorpay_order_id", "payment_id": "razorpay_payment_id", "signature": "razorpay_signature"}
    await tab.call(f"{LEARNER}.paid", {ours: said[theirs] for ours, theirs in names.items()})


async def gateway(site: Site, method: str, lever: str, **body: Any) -> dict[str, Any]:
    """Pull one of the sandbox gateway's levers."""
    url = f"{site.environment['RAZORPAY_BASE_URL']}/sandbox/control/{lever}"
    async with httpx.AsyncClient(auth=(KEY, SECRET), trust_env=False) as client:
        answer = await client.request(method, url, json=body or None)
    answer.raise_for_status()
    return dict(answer.json())


def test_ends_every_tab_of_a_sign_in_at_once(in_site: Site, cast: Cast) -> None:
    async def story() -> None:
        async with tab_of(in_site, cast.mentor, "/dashboard/mentor/") as tab:
            await sign_out(in_site, cast.mentor)
            before = rows_now()
            request = tab.var("requests")[0]["booking_id"]
            seen = len(tab.seen)

            await answers(tab, f"{MENTOR}.accept", [{"booking_id": request}])

            assert "_redirect" in json.dumps(tab.seen[seen:])
            assert before.changed(rows_now()) == []

    run(story)


def test_stops_live_updates_of_a_tab_that_was_signed_out(in_site: Site, cast: Cast) -> None:
    async def story() -> None:
        async with (
            tab_of(in_site, cast.mentor, **in_room(cast.room_id)) as mentor,
            tab_of(in_site, cast.learner, **in_room(cast.room_id)) as learner,
        ):
            await sign_out(in_site, cast.mentor)

            await learner.call(f"{CHAT}.send_line", {"line_id": "late", "text": "only for the two of us"})
            await learner.until(lambda tab: "only for the two of us" in str(tab.var("lines")))
            await mentor.settle()

            assert "only for the two of us" not in json.dumps(mentor.seen)

    run(story)


def test_shows_the_door_to_a_device_that_was_signed_out_from_another_one(in_site: Site, cast: Cast) -> None:
    assert cast.learner.viewer is not None
    lost = signed_in(cast.learner.viewer)

    async def story() -> None:
        async with (
            tab_of(in_site, lost, "/dashboard/learner/") as theirs,
            tab_of(in_site, cast.learner, "/profile/settings/") as mine,
            tab_of(in_site, cast.mentor, "/dashboard/mentor/") as mentor,
        ):
            await mine.until(lambda tab: len(tab.var("devices") or []) == 2)
            await mine.call(f"{DEVICES}.end_others")

            await theirs.until(lambda tab: tab.redirects)  # by itself: nobody touched it
            assert theirs.redirects == ["/sign-in/?next=/dashboard/learner/"]
            seen = len(theirs.seen)
            request = mentor.var("requests")[0]
            await mentor.call(f"{MENTOR}.accept", {"booking_id": request["booking_id"]})
            await answers(theirs, f"{LEARNER}.reread", [{}])
            assert request["title"] not in json.dumps(theirs.seen[seen:])
            assert mine.redirects == []

    run(story)


def test_ends_nobody_elses_device(in_site: Site, cast: Cast) -> None:
    async def story() -> None:
        async with (
            tab_of(in_site, cast.learner, "/profile/settings/") as theirs,
            tab_of(in_site, cast.other_learner, "/profile/settings/") as stranger,
        ):
            theirs_, own = (tab.var("devices")[0]["sign_in_id"] for tab in (theirs, stranger))
            assert theirs_ != own
            await answers(stranger, f"{DEVICES}.end", [{"sign_in_id": theirs_}])
            await answers(theirs, f"{DEVICES}.reread", [{}])

            assert len(theirs.var("devices")) == 1
            assert theirs.redirects == []

    run(story)


async def sign_out(site: Site, caller: Caller) -> None:
    """As the button of another tab does."""
    name, _, token = caller.cookie.partition("=")
    async with httpx.AsyncClient(cookies={name: token}, headers={"Origin": site.url}, trust_env=False) as browser:
        await browser.post(f"{site.url}/auth/sign-out")
