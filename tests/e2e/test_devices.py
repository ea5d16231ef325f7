"""A person sees where they are signed in, and signs the other devices out: those find themselves at the door."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from peerlearn.domain import accounts
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import database as in_use
from peerlearn.kit.work import unit_of_work
from peerlearn.ui.viewer import COOKIE
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.makers import a_learner

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
BORROWED = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


@pytest.mark.usefixtures("own_database")
def test_signs_other_devices_out_who_notice_at_once(site: Site, new_browser: Callable[[], Browser]) -> None:
    person, browser = a_learner("Ravi Iyer"), new_browser()
    laptop = a_device(browser, site, person, LAPTOP)
    complaints = complaints_of(laptop)
    laptop.goto(f"{site.url}/dashboard/learner/")
    laptop.locator('a[href="/profile/"]').locator("visible=true").first.click()
    laptop.locator('a[href="/profile/settings/"]').locator("visible=true").first.click()
    expect(laptop.locator("#devices li")).to_have_count(1)
    expect(laptop.locator("#end-others")).to_be_hidden()

    phone = a_device(browser, site, person, PHONE)
    a_device(browser, site, person, BORROWED)
    phone.goto(f"{site.url}/dashboard/learner/")
    laptop.reload()
    expect(laptop.locator("#devices li")).to_have_count(3)
    first = laptop.locator("#devices li").first
    expect(first).to_contain_text("Chrome on Windows")
    expect(first).to_contain_text("This device")

    laptop.get_by_role("button", name="Sign out Safari on iPhone").click()
    phone.wait_for_url("**/sign-in/?next=/dashboard/learner/")
    expect(laptop.locator("#devices li")).to_have_count(2)
    laptop.locator("#end-others").click()
    expect(laptop.get_by_text("One other device was signed out.").first).to_be_visible()
    expect(laptop.locator("#devices li")).to_have_count(1)
    laptop.reload()
    expect(first).to_contain_text("Chrome on Windows")
    assert complaints == []


def a_device(browser: Browser, site: Site, person: Viewer, user_agent: str) -> Page:
    """A further browser in which the person has signed in."""
    with unit_of_work() as work:
        ticket = accounts.issue_ticket(work, person.user_id)
    with unit_of_work() as work:
        token, _ = accounts.redeem_ticket(work, ticket, device=user_agent, ip="127.0.0.1")
    context = browser.new_context(user_agent=user_agent)
    context.add_cookies([{"name": COOKIE, "value": token, "url": site.url}])
    return context.new_page()
