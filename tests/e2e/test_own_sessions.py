"""Everybody finds any session and payment of theirs on a phone, sees it change, and takes the list as CSV."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from peerlearn.domain.accounts import Viewer
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.e2e.test_sections import PHONE, context_of
from tests.makers import a_completed_booking, a_learner, a_mentor, a_request, an_offering


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def rows_of(page: Page) -> list[str]:
    """The titles of the list."""
    return page.locator("#all-sessions [data-session] p:first-child").all_inner_texts()


def taken(page: Page) -> list[str]:
    """The lines of the table that the page offers, without its heading."""
    href = page.locator("#export").get_attribute("href")
    assert href is not None
    return page.request.get(page.url.split("/dashboard")[0] + href).text().splitlines()[1:]


@pytest.mark.usefixtures("own_database")
def test_any_session_of_theirs_on_both_sides(site: Site, new_browser: Callable[[], Browser]) -> None:
    meera, ravi = a_mentor("Meera Iyer"), a_learner("Ravi Das")
    a_completed_booking(meera, learner=ravi)
    asked = a_request(an_offering(meera, title="Loops", starts_at=clock.now() + timedelta(days=3)), learner=ravi)
    browser = new_browser()

    def open_for(viewer: Viewer, address: str) -> Page:
        page = context_of(browser, site, viewer, PHONE, touch=True).new_page()
        complaints = complaints_of(page)
        page.goto(f"{site.url}{address}")
        expect(page.locator("#all-sessions [data-session]")).to_have_count(1)
        assert (rows_of(page), complaints) == (["Python for beginners"], [])
        return page

    learner = open_for(ravi, "/dashboard/learner/booked/")
    mentor = open_for(meera, "/dashboard/mentor/bookings/")
    learner.locator("#sessions-stage").select_option("Ahead")
    mentor.locator("#sessions-stage").select_option("Declined")
    expect(learner.locator("#all-sessions [data-session]")).to_contain_text("Waiting for the mentor")
    expect(mentor.locator("#all-sessions")).to_contain_text("No session fits")

    mentor.get_by_role("button", name="Reject").click()

    expect(mentor.locator("#all-sessions [data-session]")).to_contain_text("Declined by you")
    expect(learner.locator("#all-sessions")).to_contain_text("No session fits")
    learner.locator("#sessions-stage").select_option("Declined")
    expect(learner.locator("#all-sessions [data-session]")).to_contain_text("Declined")
    assert [line.split(",")[:3] for line in taken(mentor)] == [[str(asked.booking_id), "Loops", "Ravi Das"]]
    mentor.locator("#sessions-stage").select_option("Past")
    mentor.locator("#sessions-search").fill("python nobody")
    expect(mentor.locator("#all-sessions")).to_contain_text("No session fits")
    mentor.locator("#sessions-search").fill("python das")
    expect(mentor.locator("#all-sessions [data-session]")).to_have_count(1)
    mentor.reload()
    expect(mentor.locator("#all-sessions [data-session]")).to_have_count(1)
    expect(mentor.locator("#sessions-search")).to_have_value("")


@pytest.mark.usefixtures("own_database")
def test_any_payment_of_theirs(site: Site, new_browser: Callable[[], Browser]) -> None:
    ravi = a_learner("Ravi Das")
    a_completed_booking(learner=ravi)
    back = a_request(an_offering(title="Loops", starts_at=clock.now() + timedelta(days=3)), learner=ravi)
    browser = new_browser()
    page = context_of(browser, site, ravi, PHONE, touch=True).new_page()
    complaints = complaints_of(page)
    page.goto(f"{site.url}/dashboard/learner/payments/")
    listed = page.locator("#payments [data-payment]")
    expect(listed).to_have_count(2)

    page.locator("#payments-where").select_option("On its way back")
    expect(page.locator("#payments")).to_contain_text("No payment of yours is there.")
    mentor = context_of(browser, site, back.mentor, PHONE, touch=True).new_page()
    mentor.goto(f"{site.url}/dashboard/mentor/")
    mentor.get_by_role("button", name="Reject").click()

    expect(listed).to_have_count(1)
    expect(listed).to_contain_text("Loops")
    assert [line.split(",")[3] for line in taken(page)] == ["Loops"]
    assert complaints == []
