"""How many clicks things take, counted in the browser: book two until the checkout, accept one, withdraw two, and to
refund one and its confirmation.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from peerlearn.domain.accounts import Viewer
from peerlearn.kit import database as in_use
from tests import makers
from tests.e2e.site import Site
from tests.e2e.test_sections import DESKTOP, context_of
from tests.integration.domain.payouts.test_withdrawals import a_rich_mentor

# Kept by the tab, so that a click that leads to another page counts too; one by a script is no person's.
COUNT = """addEventListener("click", ({ isTrusted }) => {
  if (isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1;
}, true);"""


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def page_at(browser: Browser, site: Site, viewer: Viewer, place: str) -> Page:
    """A page of somebody who is signed in, with nothing clicked yet."""
    page = context_of(browser, site, viewer, DESKTOP, touch=False).new_page()
    page.add_init_script(COUNT)
    page.goto(f"{site.url}{place}")
    return page


def clicks(page: Page) -> int:
    return int(page.evaluate("sessionStorage.clicks ?? 0"))


@pytest.mark.usefixtures("own_database")
def test_two_to_the_checkout_and_one_to_accept(site: Site, new_browser: Callable[[], Browser]) -> None:
    browser, mentor = new_browser(), makers.a_mentor("Asha Rao")
    makers.an_offering(mentor, title="Lists")
    learner = page_at(browser, site, makers.a_learner("Ravi Iyer"), "/dashboard/learner/")
    teacher = page_at(browser, site, mentor, "/dashboard/mentor/")

    learner.locator("#open-sessions article").get_by_role("button", name="Book").click()
    learner.locator("#booking-confirm:enabled").click()
    pay = learner.frame_locator("iframe").locator("#pay:enabled")
    pay.wait_for()
    assert clicks(learner) <= 2

    pay.click()
    teacher.locator("#requests").get_by_role("button", name="Accept").click()
    expect(learner.locator("#my-sessions article")).to_have_attribute("data-status", "confirmed")
    assert clicks(teacher) == 1


@pytest.mark.usefixtures("own_database")
def test_two_to_withdraw(site: Site, new_browser: Callable[[], Browser]) -> None:
    page = page_at(new_browser(), site, a_rich_mentor(), "/dashboard/mentor/withdrawals/")

    page.locator("#payout-withdraw").click()
    page.locator("#payout-confirm:enabled").click()

    expect(page.locator('[data-status="pending"]')).to_contain_text("₹900")
    assert clicks(page) <= 2


@pytest.mark.usefixtures("own_database")
def test_one_to_refund_and_one_to_confirm(site: Site, new_browser: Callable[[], Browser]) -> None:
    makers.a_completed_booking(makers.a_mentor("Asha Rao"), learner=makers.a_learner("Ravi Iyer"))
    page = page_at(new_browser(), site, makers.an_admin("Anil Rao"), "/admin/payments/")

    page.get_by_role("button", name="Refund: ₹1,100, Ravi Iyer").click()
    page.locator("#give-back-reason").fill("The sound was gone for half of it")
    page.locator("#give-back").click()

    expect(page.locator("#all-payments [data-payment]")).to_contain_text("On its way back")
    assert clicks(page) == 2
