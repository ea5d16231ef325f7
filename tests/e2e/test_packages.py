"""A package from its offer to what goes back of it, by two people; their pages show the ledger's figures."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from peerlearn.domain import bookings, payments, verification
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests import makers
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.integration.ui.cast import signed_in

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@pytest.fixture
def people(site: Site, database: str) -> Iterator[tuple[Viewer, Viewer]]:
    """A mentor with two sessions to come, and a learner."""
    in_use.use(site.database_url)
    mentor = makers.a_mentor("Asha Rao")
    makers.an_offering(mentor, title="Lists", starts_at=clock.now() + timedelta(days=3))
    makers.an_offering(mentor, title="Trees", starts_at=clock.now() + timedelta(days=4))
    yield mentor, makers.a_learner("Ravi Iyer")
    in_use.use(database)


def page_of(browser: Browser, site: Site, who: Viewer, size: dict[str, int]) -> Page:
    """A page of somebody who is signed in."""
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    name, _, token = signed_in(who).cookie.partition("=")
    context.add_cookies([{"name": name, "value": token, "url": site.url}])
    return context.new_page()


def offer(mentor: Page, site: Site) -> None:
    mentor.goto(f"{site.url}/dashboard/mentor/create/")
    mentor.locator("#package-sessions").fill("5")
    mentor.locator("#package-usual-price").fill("1000")
    mentor.locator("#package-price").fill("1000")
    mentor.locator("#package-offer").click()
    expect(mentor.locator("#package-price-problem")).to_have_text("Please give whole rupees, less than the usual price")
    expect(mentor.locator("#package-sessions")).to_have_value("5")
    mentor.locator("#package-price").fill("900")
    expect(mentor.locator("#package-comes-to")).to_contain_text("Learners save ₹500 and pay ₹4,950")
    mentor.locator("#package-offer").click()
    expect(mentor.locator("#packages [data-package]")).to_contain_text("₹4,500")


def buy(learner: Page, site: Site) -> None:
    learner.goto(f"{site.url}/mentors/asha-rao/")
    learner.locator("#packages").get_by_role("link", name="Choose package of 5 sessions").click()
    expect(learner.locator("#package-cost")).to_contain_text("₹4,950")
    expect(learner.locator("#buying")).to_contain_text("Valid for 150 days")
    learner.locator("#package-pay:enabled").click()
    learner.frame_locator("iframe").locator("#pay:enabled").click()
    expect(learner.locator("#my-packages")).to_contain_text("5 of 5 sessions left")


@pytest.mark.timeout(240)
def test_a_learner_buys_uses_and_gives_back_the_rest(
    site: Site, people: tuple[Viewer, Viewer], new_browser: Callable[[], Browser]
) -> None:
    mentor = page_of(new_browser(), site, people[0], DESKTOP)
    learner = page_of(new_browser(), site, people[1], PHONE)
    complaints = [complaints_of(page) for page in (mentor, learner)]
    offer(mentor, site)
    buy(learner, site)
    expect(mentor.locator("#packages-sold")).to_contain_text("Ravi Iyer")
    expect(mentor.locator("#packages-sold")).to_contain_text("5 of 5 left")

    learner.get_by_role("button", name="Use a credit (5 left) for Lists").click()
    expect(learner.locator("#my-sessions [data-booking]")).to_contain_text("Waiting for the mentor")
    expect(learner.locator("#my-packages")).to_contain_text("4 of 5 sessions left")
    learner.get_by_role("button", name="Book Trees").click()
    learner.get_by_role("dialog").get_by_role("button", name="Use a credit (4 left)").click()
    expect(learner.locator("#my-packages")).to_contain_text("3 of 5 sessions left")

    mentor.goto(f"{site.url}/dashboard/mentor/bookings/")
    lists = mentor.locator("#requests [data-booking]").filter(has_text="Lists")
    expect(lists).to_contain_text("₹900, from a package")
    lists.get_by_role("button", name="Accept").click()
    expect(lists).to_have_count(0)
    trees = mentor.locator("#requests [data-booking]").filter(has_text="Trees")
    trees.get_by_role("button", name="Reject").click()
    expect(learner.locator("#my-packages")).to_contain_text("4 of 5 sessions left")
    expect(learner.locator("#my-sessions [data-status=rejected]")).to_contain_text("back in your package")
    booking_id = int(learner.locator("#my-sessions [data-status=confirmed]").get_attribute("data-booking") or 0)
    with unit_of_work() as work:
        bookings.complete(work, booking_id)
    mentor.goto(f"{site.url}/dashboard/mentor/earnings/")
    expect(mentor.locator("#earnings-available")).to_have_text("₹810")

    learner.get_by_role("button", name="Get the rest back").click()
    expect(learner.locator("#package-back")).to_have_text("₹3,960")
    learner.locator("#package-back-confirm").click()
    expect(learner.locator("#my-packages")).to_have_count(0)
    learner.goto(f"{site.url}/dashboard/learner/payments/")
    expect(learner.locator("#payments")).to_contain_text("₹990 paid")
    expect(learner.locator("[data-payment]")).to_have_count(1)
    learner.locator("[data-payment] summary").click()
    expect(learner.locator("[data-payment]")).to_contain_text("Package of sessions")
    expect(learner.locator("[data-payment]")).to_contain_text("₹3,960")

    with in_use.reading() as db:
        books = payments.books(db)
        assert list(verification.verify(db)) == []
    assert (books.mentor, books.captured, books.balance_sum) == (Money.rupees(810), Money.rupees(4950), Money(0))
    assert complaints == [[], []]


@pytest.mark.timeout(240)
def test_a_visitor_is_led_through_registration_to_the_package(
    site: Site, people: tuple[Viewer, Viewer], new_browser: Callable[[], Browser]
) -> None:
    package_id = makers.a_package(people[0])
    visitor = new_browser().new_context(viewport=PHONE).new_page()  # type: ignore[arg-type]
    visitor.goto(f"{site.url}/mentors/asha-rao/")
    press = visitor.locator("#packages").get_by_role("link", name="Choose package of 5 sessions")
    expect(press).to_have_attribute(
        "href", f"/register/?role=learner&next=%2Fdashboard%2Flearner%2F%3Fpackage%3D{package_id}"
    )

    learner = page_of(new_browser(), site, people[1], DESKTOP)
    learner.goto(f"{site.url}/dashboard/learner/")
    learner.get_by_role("button", name="Book Lists").click()
    or_package = learner.get_by_role("dialog").locator("[data-package]")
    expect(or_package).to_contain_text("Or 5 sessions for ₹4,500")
    expect(or_package).to_contain_text("₹900 each, you save ₹500")
    or_package.get_by_role("button", name="See package").click()
    expect(learner.locator("#package-cost")).to_contain_text("₹4,950")
