"""Another time in two browsers: one asks, the other sees it at once and answers with one press."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from peerlearn.domain.catalog.tables import Offering
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.e2e.test_cancelling import SOON, page_of
from tests.integration.domain.bookings.living import status_of
from tests.makers import Booked, a_confirmed_booking, a_learner, a_mentor, an_offering


def start_of(booked: Booked):
    with in_use.reading() as db:
        return db.get_one(Offering, booked.offering_id).starts_at


def ask_for(page: Page, moment: str) -> None:
    page.get_by_role("button", name="Another time for Loops").click()
    question = page.get_by_role("dialog", name="Another time")
    question.get_by_label("New date and time").fill(moment)
    question.get_by_role("button", name="Ask for it").click()


def test_two_people_agree_on_another_time(site: Site, new_browser: Callable[[], Browser], database: str) -> None:
    in_use.use(site.database_url)
    meera, ravi = a_mentor("Meera Iyer"), a_learner("Ravi Das")
    starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    booked = a_confirmed_booking(an_offering(meera, title="Loops", starts_at=starts_at), learner=ravi)
    mentor = page_of(new_browser(), site, meera, "/dashboard/mentor/bookings/")
    learner = page_of(new_browser(), site, ravi, "/dashboard/learner/")
    complaints = [complaints_of(learner), complaints_of(mentor)]
    expect(mentor.locator("#my-sessions article")).to_have_count(1)
    then = starts_at + timedelta(days=1)

    ask_for(learner, f"{starts_at - timedelta(days=30):%Y-%m-%dT%H:%M}")
    question = learner.get_by_role("dialog", name="Another time")
    expect(question.locator("#move-starts-at-problem")).to_contain_text("within the coming year")
    question.get_by_label("New date and time").fill(f"{then:%Y-%m-%dT%H:%M}")
    question.get_by_role("button", name="Ask for it").click()
    expect(question).to_be_hidden()
    expect(mentor.locator("[data-proposal]")).to_contain_text("Ravi Das asks for another time", timeout=SOON)
    learner.get_by_role("button", name="Take it back").click()
    expect(mentor.locator("[data-proposal]")).to_have_count(0, timeout=SOON)

    ask_for(mentor, f"{then:%Y-%m-%dT%H:%M}")
    expect(learner.locator("[data-proposal]")).to_contain_text("Meera Iyer asks for another time", timeout=SOON)
    learner.get_by_role("button", name="Keep the old time").click()
    expect(mentor.get_by_text("“Loops” stays at its old time.").first).to_be_visible(timeout=SOON)
    assert start_of(booked) == starts_at

    ask_for(mentor, f"{then:%Y-%m-%dT%H:%M}")
    learner.get_by_role("button", name="Accept").click()
    for page in (mentor, learner):
        expect(page.locator("[data-proposal]")).to_have_count(0, timeout=SOON)
        expect(page.locator("#my-sessions article time")).to_have_attribute("datetime", then.isoformat())
        expect(page.get_by_text("“Loops” has moved to its new time.").first).to_be_visible()
    assert (start_of(booked), status_of(booked.booking_id)) == (then, "confirmed")
    assert complaints == [[], []]
