"""What a lesson leaves behind, as people come upon it: feedback, the summary, the list of the past, a closed door."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from peerlearn.domain import rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.rooms.tables import Room
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.work import unit_of_work
from tests import makers
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.integration.ui.cast import signed_in

CLOSED = "That room belongs to other people, or there is none at that address."


@pytest.fixture
def held(site: Site, database: str) -> Iterator[makers.Booked]:
    """A lesson of Asha and Ravi that took place and has ended."""
    in_use.use(site.database_url)
    booked = _confirmed()
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
    with unit_of_work() as work:
        rooms.end(work, booked.room_id, by=booked.mentor)
    yield booked
    in_use.use(database)


def _confirmed() -> makers.Booked:
    starts_at = clock.now() + timedelta(minutes=2)
    offering = makers.an_offering(makers.a_mentor("Asha Rao"), title="Lists", topics=["Slices"], starts_at=starts_at)
    return makers.a_confirmed_booking(offering, learner=makers.a_learner("Ravi Iyer"))


def page_of(browser: Browser, site: Site, who: Viewer) -> Page:
    """A page of somebody who is signed in."""
    context = browser.new_context()
    name, _, token = signed_in(who).cookie.partition("=")
    context.add_cookies([{"name": name, "value": token, "url": site.url}])
    return context.new_page()


@pytest.mark.timeout(240)
def test_leaves_a_summary_that_both_find_again(
    site: Site, held: makers.Booked, new_browser: Callable[[], Browser]
) -> None:
    browser = new_browser()
    mentor, learner = (page_of(browser, site, who) for who in (held.mentor, held.learner))
    complaints = [complaints_of(page) for page in (mentor, learner)]

    learner.goto(f"{site.url}/dashboard/learner/booked/")
    learner.locator("#all-sessions").get_by_role("link", name="Summary of Lists").click()
    learner.get_by_role("button", name="Skip").click()
    expect(learner.locator("#feedback-form")).to_have_count(0)
    expect(learner.locator("#summary [data-topic=Slices]")).to_contain_text("Planned")
    expect(learner.locator("#timeline")).to_contain_text("Asha Rao joined")
    expect(learner.get_by_role("link", name="Book again")).to_have_attribute("href", "/mentors/asha-rao/")

    mentor.goto(f"{site.url}/dashboard/mentor/bookings/")
    mentor.locator("#all-sessions").get_by_role("link", name="Summary of Lists").click()
    mentor.locator("#next-step-line").fill("Practise slices backwards.")
    mentor.locator("#next-step-save").click()
    expect(learner.locator("#next-step")).to_have_text("Practise slices backwards.")
    assert complaints == [[], []]


@pytest.mark.timeout(240)
def test_says_why_somebody_is_sent_away(site: Site, held: makers.Booked, new_browser: Callable[[], Browser]) -> None:
    page = page_of(new_browser(), site, makers.a_learner("Ivan"))
    for address in (held.room_id, "0" * 32):  # theirs and none at all: the same words
        page.goto(f"{site.url}/session/{address}/")
        page.wait_for_url("**/dashboard/learner/")
        expect(page.get_by_text(CLOSED)).to_have_count(1)


@pytest.mark.timeout(240)
def test_warns_both_five_minutes_before_the_end_once(
    site: Site, held: makers.Booked, new_browser: Callable[[], Browser]
) -> None:
    booked = _almost_over()
    browser = new_browser()
    pages = [page_of(browser, site, who) for who in (booked.mentor, booked.learner)]
    for page in pages:
        page.goto(f"{site.url}/session/{booked.room_id}/")
        page.locator("#join-now:enabled").click()
    for page in pages:
        expect(page.locator("#lesson-clock")).to_have_attribute("data-ending", "true")
        expect(page.get_by_role("status").get_by_text("Five minutes left.")).to_have_count(1)

    pages[1].reload()
    expect(pages[1].locator("#lesson-clock")).to_have_attribute("data-running", "true")
    expect(pages[1].locator("#lesson-clock")).to_have_attribute("data-ending", "true")
    said = [int(page.locator("#lesson-clock").get_attribute("data-elapsed-ms") or 0) for page in pages]
    assert abs(said[0] - said[1]) < 1000


def _almost_over() -> makers.Booked:
    """A lesson of an hour of which fifty-five minutes have run."""
    starts_at = clock.now() + timedelta(minutes=3)
    booked = makers.a_confirmed_booking(makers.an_offering(starts_at=starts_at, duration_minutes=60))
    with unit_of_work() as work:
        row = work.db.get_one(Room, rooms.place_for(work.db, booked.room_id, by=booked.mentor).room_key)
        row.ran_ms = 55 * 60_000
    return booked
