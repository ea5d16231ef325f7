"""The server goes away under an open page, and comes back: the page says so, keeps what was typed, and recovers."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from peerlearn.domain.bookings.tables import Booking
from peerlearn.kit import database as in_use
from tests.e2e.site import Site
from tests.e2e.test_clicks import page_at
from tests.makers import a_mentor, a_request, an_offering

BLIP_SECONDS = 2.0


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def test_a_lost_line_is_told_about_and_nothing_typed_is_lost(site: Site, new_browser: Callable[[], Browser]) -> None:
    page = new_browser().new_page()
    page.goto(f"{site.url}/sign-in/")
    expect(page.locator("#sign-in-submit")).to_be_enabled()
    page.locator("#sign-in-email").fill("asha@example.org")
    banner = page.locator(".connection-banner")

    lost = time.monotonic()
    site.kill()
    banner.wait_for()
    assert time.monotonic() - lost >= BLIP_SECONDS
    for attempt in (1, 2, 3):
        expect(banner).to_contain_text(f"Reconnecting… ({attempt} of 3)")
    for _ in range(3):
        page.get_by_role("button", name="Retry?").click()
        expect(banner).to_contain_text("Reconnecting… (1 of 3)")
    expect(banner).to_contain_text("Still no connection")
    expect(page.get_by_role("button", name="Retry?")).to_have_count(0)

    site.start()
    expect(banner).to_have_text("Back online")
    expect(banner).to_have_count(0)
    expect(page.locator("#sign-in-email")).to_have_value("asha@example.org")
    page.locator("#sign-in-submit").click()
    expect(page.locator("#sign-in-password")).to_have_attribute("aria-invalid", "true")


@pytest.mark.usefixtures("own_database")
def test_nothing_on_a_dashboard_can_be_done_until_the_server_is_back(
    site: Site, new_browser: Callable[[], Browser]
) -> None:
    mentor = a_mentor("Asha Rao")
    asked = a_request(an_offering(mentor, title="Lists"))
    page = page_at(new_browser(), site, mentor, "/dashboard/mentor/bookings/")
    accept, banner = page.locator("#requests").get_by_role("button", name="Accept"), page.locator(".connection-banner")
    expect(accept).to_be_enabled()

    site.kill()
    expect(banner).to_contain_text("Retrying… (1 of 3)")
    expect(page.locator("#requests")).to_contain_text("Lists")
    expect(accept).to_be_disabled()
    accept.click(force=True)

    site.start()
    expect(banner).to_have_text("Back online")
    expect(accept).to_be_enabled()
    with in_use.reading() as db:
        assert db.get_one(Booking, asked.booking_id).status == "pending"
    accept.click()
    expect(page.locator("#my-sessions")).to_contain_text("Lists")
