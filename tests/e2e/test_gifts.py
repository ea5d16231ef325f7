"""Gifts as people give them: in the room, with the mentor's thanks, and after the lesson, also when a bank declines."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from peerlearn.domain import rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.work import unit_of_work
from tests import makers
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.integration.ui.cast import signed_in

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
BOUNDS = "Please give whole rupees, ₹10 to ₹10,000"


@pytest.fixture
def booked(site: Site, database: str) -> Iterator[makers.Booked]:
    """A lesson of Asha and Ravi that begins in two minutes."""
    in_use.use(site.database_url)
    starts_at = clock.now() + timedelta(minutes=2)
    offering = makers.an_offering(makers.a_mentor("Asha Rao"), title="Lists", starts_at=starts_at)
    yield makers.a_confirmed_booking(offering, learner=makers.a_learner("Ravi Iyer"))
    in_use.use(database)


def page_of(browser: Browser, site: Site, who: Viewer, size: dict[str, int]) -> Page:
    """A page of somebody who is signed in."""
    context = browser.new_context(viewport=size)  # type: ignore[arg-type]
    name, _, token = signed_in(who).cookie.partition("=")
    context.add_cookies([{"name": name, "value": token, "url": site.url}])
    return context.new_page()


def press_pay(page: Page) -> None:
    page.locator("#gift-pay:enabled").click()
    page.frame_locator("iframe").locator("#pay:enabled").click()


@pytest.mark.timeout(240)
def test_a_learner_gives_in_the_room_and_is_thanked(
    site: Site, booked: makers.Booked, new_browser: Callable[[], Browser]
) -> None:
    mentor = page_of(new_browser(), site, booked.mentor, DESKTOP)
    learner = page_of(new_browser(), site, booked.learner, PHONE)
    complaints = [complaints_of(page) for page in (mentor, learner)]
    learner.goto(f"{site.url}/session/{booked.room_id}/")
    learner.locator("#join-now:enabled").click()
    expect(learner.locator("#gift-button")).to_be_disabled()  # nobody to give to yet
    mentor.goto(f"{site.url}/session/{booked.room_id}/")
    mentor.locator("#join-now:enabled").click()

    learner.locator("#gift-button:enabled").click()
    expect(learner.locator("#gift-cost")).to_contain_text("₹110")
    expect(learner.locator("#gift-cost")).to_contain_text("Asha Rao gets ₹90.")
    press_pay(learner)

    expect(learner.locator("#gift-sent")).to_have_text("₹100 Sent")
    expect(mentor.locator("#gifts-received")).to_contain_text("Ravi Iyer sent you a gift of ₹100.")
    expect(mentor.locator("#gift-button")).to_have_count(0)
    mentor.get_by_role("button", name="Say thank you").click()
    expect(mentor.locator("#gifts-received [data-gift]")).to_have_count(0)
    expect(learner.get_by_text("Asha Rao says thank you!").first).to_be_visible()
    for page in (mentor, learner):
        expect(page.locator(".stage")).to_have_attribute("data-status", "connected")
    assert complaints == [[], []]


@pytest.mark.timeout(240)
def test_a_learner_gives_after_the_lesson_though_a_bank_declines_three_times(
    site: Site, booked: makers.Booked, new_browser: Callable[[], Browser]
) -> None:
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
    with unit_of_work() as work:
        rooms.end(work, booked.room_id, by=booked.mentor)
    browser = new_browser()
    learner = page_of(browser, site, booked.learner, PHONE)
    mentor = page_of(browser, site, booked.mentor, DESKTOP)
    mentor.goto(f"{site.url}/dashboard/mentor/earnings/")
    expect(mentor.locator("#earnings-available")).to_have_text("₹900")

    learner.goto(f"{site.url}/dashboard/learner/booked/")
    learner.locator("#all-sessions").get_by_role("button", name="Gift for Lists").click()
    learner.locator("#gift-amount").fill("5")
    expect(learner.locator("#gift-cost")).to_have_count(0)
    learner.locator("#gift-pay").click()
    expect(learner.locator("#gift-amount-problem")).to_have_text(BOUNDS)
    expect(learner.locator("#gift-amount")).to_have_value("5")
    learner.locator("#gift-amount").fill("250")
    expect(learner.locator("#gift-cost")).to_contain_text("₹275")
    learner.locator("#gift-pay:enabled").click()
    for _ in range(3):
        learner.frame_locator("iframe").locator("#fail:enabled").click()
    expect(learner.locator("iframe")).to_have_count(0)
    expect(learner.get_by_text("Gift payment failed three times. You were not charged.").first).to_be_visible()

    learner.goto(f"{site.url}/dashboard/learner/payments/")
    expect(learner.locator("[data-payment]")).to_have_count(1)
    learner.locator("[data-payment] summary").click()
    learner.locator("[data-payment]").get_by_role("button", name="Gift for Lists").click()
    learner.get_by_role("button", name="₹500", exact=True).click()
    expect(learner.locator("#gift-amount")).to_have_value("500")
    expect(learner.locator("#gift-cost")).to_contain_text("₹550")
    press_pay(learner)

    expect(learner.locator("[data-payment]").first).to_contain_text("Gift for Lists")
    expect(learner.locator("[data-payment]").first).to_contain_text("Sent")
    expect(mentor.locator("#earnings-available")).to_have_text("₹1,350")
    expect(mentor.locator("#statement")).to_contain_text("Gift from Ravi Iyer")
    expect(mentor.get_by_text("Ravi Iyer sent you a gift of ₹500. ₹450 of it are yours.").first).to_be_visible()
