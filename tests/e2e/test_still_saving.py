"""Another process holds the database: whoever presses meanwhile is told that it is not forgotten, and goes about."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from peerlearn.kit import database as in_use
from peerlearn.ui.action import BUSY
from tests.e2e.site import Site
from tests.e2e.test_sections import DESKTOP, context_of
from tests.faults.test_database_locked import held_by_another
from tests.integration.domain.bookings.living import status_of
from tests.makers import Booked, a_request

pytestmark = pytest.mark.faults

LONGER_THAN_A_CHANGE_WAITS = 60.0
SAVING = "Still saving…"
WRITERS_BEFORE = 4  # who may wait in front of the one that presses, each for ten seconds


@pytest.fixture
def asked(site: Site, database: str) -> Iterator[Booked]:
    """A request that waits for its mentor, in the site's database, which is this process's own, too."""
    in_use.use(site.database_url)
    yield a_request()
    in_use.use(database)


@pytest.fixture
def page(site: Site, asked: Booked, new_browser: Callable[[], Browser]) -> Page:
    """The mentor's dashboard."""
    page = context_of(new_browser(), site, asked.mentor, DESKTOP, touch=False).new_page()
    page.goto(f"{site.url}/dashboard/mentor/")
    expect(page.locator("#requests article")).to_have_count(1)
    return page


def test_says_so_and_does_it_once_the_other_lets_go(site: Site, asked: Booked, page: Page) -> None:
    with held_by_another(site.database_url, LONGER_THAN_A_CHANGE_WAITS):
        page.get_by_role("button", name="Accept").click()
        expect(page.get_by_text(SAVING)).to_be_visible()
        page.locator("aside").get_by_role("link", name="Earnings").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Earnings")
        assert status_of(asked.booking_id) == "pending"

    expect(page.get_by_text(SAVING)).to_be_hidden()
    page.locator("aside").get_by_role("link", name="Bookings").click()
    expect(page.locator("#my-sessions article")).to_contain_text("Confirmed")
    assert status_of(asked.booking_id) == "confirmed"


def test_says_that_nothing_was_lost_and_does_it_when_asked_again(site: Site, asked: Booked, page: Page) -> None:
    with held_by_another(site.database_url, LONGER_THAN_A_CHANGE_WAITS):
        page.get_by_role("button", name="Accept").click()
        expect(page.get_by_text(SAVING)).to_be_visible()
        expect(page.get_by_text(BUSY)).to_be_visible(timeout=WRITERS_BEFORE * 10_000 + 15_000)
        expect(page.get_by_text(SAVING)).to_be_hidden()
        assert status_of(asked.booking_id) == "pending"

    page.get_by_role("button", name="Accept").click()
    expect(page.locator("#my-sessions article")).to_contain_text("Confirmed")
