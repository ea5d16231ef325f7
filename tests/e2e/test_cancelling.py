"""Cancelling in the browser: what it means is said first, two presses do it, and the other one sees it at once."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.kit import clock, passwords
from peerlearn.kit import database as in_use
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.integration.domain.bookings.living import status_of
from tests.integration.ui.cast import signed_in
from tests.makers import a_completed_booking, a_confirmed_booking, a_learner, a_mentor, an_offering

PASSWORD = "correct horse battery"
SOON = 1_500  # milliseconds


def page_of(browser: Browser, site: Site, viewer: Viewer, path: str) -> Page:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    name, _, value = signed_in(viewer).cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": site.url}])
    page = context.new_page()
    page.goto(f"{site.url}{path}")
    return page


def test_a_learner_cancels_in_two_presses_and_the_mentor_sees_it(
    site: Site, new_browser: Callable[[], Browser], database: str
) -> None:
    in_use.use(site.database_url)
    meera, ravi = a_mentor("Meera Iyer"), a_learner("Ravi Das")
    starts_at = clock.now() + timedelta(days=3)
    booked = a_confirmed_booking(an_offering(meera, title="Loops", starts_at=starts_at), learner=ravi)
    mentor = page_of(new_browser(), site, meera, "/dashboard/mentor/bookings/")
    learner = page_of(new_browser(), site, ravi, "/dashboard/learner/")
    complaints = [complaints_of(learner), complaints_of(mentor)]
    expect(mentor.locator("#my-sessions article")).to_have_count(1)

    learner.get_by_role("button", name="Cancel Loops").click()
    question = learner.get_by_role("dialog", name="Cancel this session?")
    expect(question.locator("#cancel-back")).to_have_text("₹1,100")
    question.get_by_role("button", name="Keep it").click()
    expect(question).to_be_hidden()
    assert status_of(booked.booking_id) == "confirmed"

    learner.get_by_role("button", name="Cancel Loops").click()
    question.get_by_role("button", name="Cancel session").click()
    expect(mentor.locator("#my-sessions article")).to_have_count(0, timeout=SOON)
    expect(mentor.get_by_text("Loops: Cancelled by the learner")).to_be_visible()
    expect(learner.locator("#my-sessions article")).to_contain_text("Your money is on its way back.")
    expect(learner.locator("#open-sessions")).to_contain_text("Loops")
    expect(learner.get_by_role("button", name="Cancel Loops")).to_have_count(0)
    assert status_of(booked.booking_id) == "cancelled"
    assert complaints == [[], []]


def test_says_so_when_it_is_too_late_for_the_money(
    site: Site, new_browser: Callable[[], Browser], database: str
) -> None:
    in_use.use(site.database_url)
    booked = a_confirmed_booking(an_offering(title="Loops", starts_at=clock.now() + timedelta(hours=1)))
    learner = page_of(new_browser(), site, booked.learner, "/dashboard/learner/booked/")

    learner.get_by_role("button", name="Cancel Loops").click()

    question = learner.get_by_role("dialog")
    expect(question.locator("#cancel-back")).to_have_text("₹0")
    expect(question.locator("#cancel-kept")).to_have_text("₹1,100")
    expect(question).to_contain_text("nothing of it goes back")


def test_gives_half_back_between_a_day_and_two_hours_before(
    site: Site, new_browser: Callable[[], Browser], database: str
) -> None:
    in_use.use(site.database_url)
    meera = a_mentor("Meera Iyer")
    starts_at = clock.now() + timedelta(hours=5)
    booked = a_confirmed_booking(an_offering(meera, title="Loops", starts_at=starts_at))
    learner = page_of(new_browser(), site, booked.learner, "/dashboard/learner/")
    mentor = page_of(new_browser(), site, meera, "/dashboard/mentor/bookings/")
    complaints = [complaints_of(learner), complaints_of(mentor)]
    expect(mentor.locator("#my-sessions article")).to_have_count(1)

    learner.get_by_role("button", name="Cancel Loops").click()
    question = learner.get_by_role("dialog", name="Cancel this session?")
    expect(question.locator("#cancel-back")).to_have_text("₹550")
    expect(question.locator("#cancel-kept")).to_have_text("₹550")
    question.get_by_role("button", name="Cancel session").click()

    expect(mentor.get_by_text("Loops: Cancelled late by the learner")).to_be_visible()
    learner.goto(f"{site.url}/dashboard/learner/payments/")
    paid = learner.locator("[data-payment]")
    expect(paid).to_contain_text("₹550 on its way back")
    mentor.goto(f"{site.url}/dashboard/mentor/earnings/")
    expect(mentor.get_by_text("₹450").first).to_be_visible()
    assert status_of(booked.booking_id) == "cancelled"
    assert complaints == [[], []]


def test_a_mentor_who_is_late_sees_what_it_costs_first_and_the_learner_can_withdraw_it(
    site: Site, new_browser: Callable[[], Browser], database: str
) -> None:
    in_use.use(site.database_url)
    meera = a_completed_booking(a_mentor("Meera Iyer"), price=Money.rupees(500)).mentor
    booked = a_confirmed_booking(an_offering(meera, title="Loops", starts_at=clock.now() + timedelta(hours=5)))
    mentor = page_of(new_browser(), site, booked.mentor, "/dashboard/mentor/create/")
    hashed = passwords.hash_password(PASSWORD)
    with unit_of_work() as work:
        work.db.get_one(User, booked.learner.user_id).password_hash = hashed
    learner = page_of(new_browser(), site, booked.learner, "/dashboard/learner/payments/")
    complaints = [complaints_of(learner), complaints_of(mentor)]
    expect(learner.locator("[data-payment]")).to_contain_text("Paid")
    expect(learner.locator("#compensation")).to_have_count(0)

    mentor.get_by_role("button", name="Cancel Loops").click()
    question = mentor.get_by_role("dialog", name="Cancel this session?")
    expect(question.locator("#cancel-back")).to_have_text("₹1,100")
    expect(question.locator("#cancel-fee")).to_have_text("₹550")
    expect(question).to_contain_text("You pay Lalit")
    expect(question).to_contain_text("Less than 24 hours are left, so your learner is compensated from your earnings")
    question.get_by_role("button", name="Cancel session").click()

    expect(mentor.get_by_role("button", name="Cancel Loops")).to_have_count(0)
    mentor.goto(f"{site.url}/dashboard/mentor/earnings/")
    expect(mentor.get_by_text("Compensation of Lalit for cancelling late")).to_be_visible()
    expect(mentor.get_by_text("-₹550").first).to_be_visible()
    own = learner.locator("#compensation")
    expect(own.locator("[data-compensation]")).to_contain_text("From Meera Iyer")
    expect(own.locator("[data-compensation]")).to_contain_text("₹550")
    expect(own.locator("#payout")).to_contain_text("₹450")
    expect(own.locator("#compensation-waits")).to_contain_text("₹100 more can be withdrawn")
    own.locator("#payout-add").click()
    learner.get_by_role("dialog").get_by_text("UPI").click()
    learner.locator("#payout-vpa").fill("lalit@okbank")
    learner.locator("#payout-password").fill(PASSWORD)
    learner.locator("#payout-save").click()
    expect(own.locator("#payout")).to_contain_text("UPI l•••t@okbank")
    learner.locator("#payout-withdraw").click()
    expect(learner.locator("#payout-amount")).to_have_value("450")
    learner.locator("#payout-confirm").click()
    expect(own.locator('[data-status="pending"]')).to_contain_text("₹450")
    expect(own.locator("#payout")).to_contain_text("₹0")
    assert complaints == [[], []]
    assert status_of(booked.booking_id) == "cancelled"


def test_a_mentor_calls_off_what_is_booked_while_the_learner_waits_in_the_lobby(
    site: Site, new_browser: Callable[[], Browser], database: str
) -> None:
    in_use.use(site.database_url)
    booked = a_confirmed_booking(an_offering(title="Loops", starts_at=clock.now() + timedelta(minutes=5)))
    learner = page_of(new_browser(), site, booked.learner, f"/session/{booked.room_id}/")
    expect(learner.locator(".lobby")).to_be_visible()
    mentor = page_of(new_browser(), site, booked.mentor, "/dashboard/mentor/create/")

    mentor.get_by_role("button", name="Cancel Loops").click()
    question = mentor.get_by_role("dialog", name="Cancel this session?")
    expect(question).to_contain_text("Lalit gets back₹1,100")
    question.get_by_role("button", name="Cancel session").click()

    expect(mentor.get_by_role("button", name="Cancel Loops")).to_have_count(0)
    expect(learner.locator("#called-off")).to_contain_text(
        "Cancelled by the mentor. Your money is on its way back, and a compensation"
    )
    assert status_of(booked.booking_id) == "cancelled"
