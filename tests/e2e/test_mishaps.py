"""Where things end badly: an address that leads nowhere, and a page that breaks in the browser."""

from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.eventually import eventually

# The kit's field for a moment asks the browser for its time zone while it is drawn.
NO_CALENDAR_AT_FIRST = """
    if (!sessionStorage.visited) Intl.DateTimeFormat = () => { throw new Error("no calendar"); };
    sessionStorage.visited = "yes";
"""


def test_an_address_that_leads_nowhere_offers_the_ways_on(site: Site, new_browser: Callable[[], Browser]) -> None:
    page = new_browser().new_page()
    answer = page.goto(f"{site.url}/no/such/page/")

    assert answer is not None and answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("There is nothing at this address")
    complaints = complaints_of(page)
    page.get_by_role("link", name="See what is on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Learn or Teach")
    assert complaints == []


def test_a_page_that_breaks_says_so_with_a_reference_that_the_log_knows(
    site: Site, new_browser: Callable[[], Browser]
) -> None:
    page = new_browser().new_page()
    page.add_init_script(NO_CALENDAR_AT_FIRST)
    page.goto(f"{site.url}/dev/kit/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Something went wrong on our side")
    reference = page.locator(".mishap-reference").inner_text().rsplit(" ", 1)[1]
    eventually(lambda: f"A page broke in a browser (reference {reference})" in site.log())
    page.get_by_role("button", name="Load the page again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The kit")
