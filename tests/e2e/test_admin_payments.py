"""An admin finds a payment among many and refunds it with fresh digits; its learner sees it at once."""

import io
from collections.abc import Callable, Iterator

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from peerlearn.domain import packages
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import database as in_use
from peerlearn.kit.work import unit_of_work
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.e2e.test_step_up import an_admin_long_after
from tests.integration.ui.cast import signed_in
from tests.makers import (
    a_bought_package,
    a_completed_booking,
    a_confirmed_booking,
    a_learner,
    a_mentor,
    a_package,
    an_offering,
)

REASON = "The sound was gone for half of it"


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def page_of(browser: Browser, site: Site, who: Viewer) -> Page:
    """A page of somebody who is signed in, in Berlin."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, timezone_id="Europe/Berlin")
    name, _, token = signed_in(who).cookie.partition("=")
    context.add_cookies([{"name": name, "value": token, "url": site.url}])
    return context.new_page()


def receipt_of(page: Page) -> str:
    """What stands on the receipt that the page leads to."""
    address = page.get_by_role("link", name="Receipt PL/").get_attribute("href")
    assert address is not None
    answer = page.request.get(page.url.split("/dashboard")[0] + address)
    assert answer.headers["content-type"] == "application/pdf"
    return " ".join(pypdf.PdfReader(io.BytesIO(answer.body())).pages[0].extract_text().split())


@pytest.mark.timeout(240)
@pytest.mark.usefixtures("own_database")
def test_an_admin_finds_and_refunds_a_payment(site: Site, new_browser: Callable[[], Browser]) -> None:
    for n in range(21):
        a_confirmed_booking(an_offering(a_mentor(f"Mentor{n}"), title=f"Session {n}"))
    booked = a_completed_booking(a_mentor("Asha Rao"), learner=a_learner("Farah Khan", email="farah.khan@example.com"))
    browser = new_browser()
    learner = page_of(browser, site, booked.learner)
    learner.goto(f"{site.url}/dashboard/learner/payments/")
    own = learner.locator("[data-payment]")
    expect(own).to_contain_text("Paid")
    own.locator("summary").click()
    assert "Total paid ₹1,100" in (receipt := receipt_of(learner)) and "(Europe/Berlin)" in receipt
    page = browser.new_page()
    app = an_admin_long_after(page, site)
    complaints = [complaints_of(one) for one in (page, learner)]
    page.goto(f"{site.url}/admin/payments/")
    listed = page.locator("#all-payments [data-payment]")
    expect(listed).to_have_count(20)
    page.get_by_role("button", name="Show older").click()
    expect(listed).to_have_count(22)

    page.locator("#payments-search").fill("farah")
    expect(listed).to_have_count(1)
    listed.locator("summary").click()
    for line in ("Mentor's earnings", "₹900", "Commission of the site", "₹100"):
        expect(listed).to_contain_text(line)
    listed.get_by_role("button", name="Refund: ₹1,100, Farah Khan").click()
    dialog = page.locator("#giving-back")
    expect(dialog).to_contain_text("From Asha Rao")
    expect(page.locator("#give-back-left")).to_have_text("₹0")
    page.locator("#give-back-reason").fill(REASON)
    page.locator("#give-back").click()
    page.locator("#step-up-code").fill(app.now())
    page.keyboard.press("Enter")

    expect(page.get_by_text("The money is on its way back, and both people are told.")).to_be_visible()
    expect(dialog).to_be_hidden()
    expect(listed).to_contain_text("On its way back")
    expect(listed.get_by_role("button", name="Refund: ₹1,100, Farah Khan")).to_have_count(0)
    expect(own).to_contain_text("On its way back")
    assert "Paid after refunds ₹0" in receipt_of(learner)
    told = [letter.get_content() for letter in site.letterbox.letters_for("farah.khan", at_least=2)]
    assert any(REASON in letter for letter in told)
    page.locator("#payments-where").select_option("paid")
    expect(page.locator("#all-payments")).to_contain_text("No payment fits")
    page.locator("[data-figure=came]").click()
    expect(page.locator("#payments-where")).to_have_value("came")
    expect(listed).to_have_count(1)
    assert complaints == [[], []]


@pytest.mark.timeout(240)
@pytest.mark.usefixtures("own_database")
def test_an_admin_gives_a_session_of_a_package_back_and_then_the_rest_of_it(
    site: Site, new_browser: Callable[[], Browser]
) -> None:
    mentor, farah = a_mentor("Asha Rao"), a_learner("Farah Khan")
    purchase, offering_id = a_bought_package(a_package(mentor), learner=farah), an_offering(mentor, title="Loops")
    with unit_of_work() as work:
        packages.use(work, purchase, offering_id, by=farah)
    browser = new_browser()
    learner, page = page_of(browser, site, farah), browser.new_page()
    app = an_admin_long_after(page, site)
    complaints = [complaints_of(one) for one in (page, learner)]
    learner.goto(f"{site.url}/dashboard/learner/")
    expect(learner.locator("#my-packages")).to_contain_text("4 of 5 sessions left")
    page.goto(f"{site.url}/admin/payments/")
    dialog = page.locator("#giving-back")

    page.get_by_role("button", name="Refund: ₹990, Farah Khan").click()
    expect(dialog).to_contain_text("1 session of the package")
    expect(dialog).to_contain_text("The session is off with it.")
    page.locator("#give-back-reason").fill(REASON)
    page.get_by_role("button", name="Give the session back").click()
    page.locator("#step-up-code").fill(app.now())
    page.keyboard.press("Enter")
    expect(page.get_by_text("The session is back in the package, and both people are told.")).to_be_visible()
    expect(learner.locator("#my-packages")).to_contain_text("5 of 5 sessions left")

    page.get_by_role("button", name="Refund: ₹4,950, Farah Khan").click()
    expect(dialog).to_contain_text("5 of 5 sessions")
    expect(dialog).to_contain_text("The package ends with it.")
    page.locator("#give-back-reason").fill(REASON)
    page.get_by_role("button", name="Refund ₹4,950").click()
    expect(page.get_by_text("The money is on its way back, and both people are told.")).to_be_visible()
    expect(page.get_by_role("button", name="Refund: ")).to_have_count(0)
    expect(learner.locator("#my-packages")).to_have_count(0)
    assert complaints == [[], []]
