"""The minutes in which a session is kept for who pays, in the browser; and money that came when it was gone."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Browser, expect
from sqlmodel import select

from peerlearn.domain import bookings
from peerlearn.domain.bookings.tables import Booking
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import Job
from peerlearn.kit.work import unit_of_work
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.e2e.test_cancelling import page_of
from tests.integration.domain.bookings.living import status_of
from tests.makers import a_held_booking, a_learner, a_mentor, a_request, an_offering, pay


def end_in(booking_id: int, seconds: int) -> None:
    """Let a hold end so soon."""
    with unit_of_work() as work:
        ends_at = work.now + timedelta(seconds=seconds)
        work.db.get_one(Booking, booking_id).hold_ends_at = ends_at
        work.db.exec(select(Job).where(Job.key == f"release_hold:{booking_id}")).one().run_at = ends_at


def test_counts_down_and_offers_to_try_again(site: Site, new_browser: Callable[[], Browser], database: str) -> None:
    in_use.use(site.database_url)
    booked = a_held_booking(an_offering(title="Loops"), learner=a_learner("Ravi Das"))
    learner = page_of(new_browser(), site, booked.learner, "/dashboard/learner/booked/")
    complaints = complaints_of(learner)
    card = learner.locator("[data-held]")

    expect(card).to_contain_text(re.compile(r"Kept for you for (10:00|9:\d\d)"))
    card.get_by_role("button", name="Pay").click()
    question = learner.get_by_role("dialog", name="Book this session")
    expect(question).to_contain_text(re.compile(r"Kept for you for \d+:\d\d"))
    question.get_by_role("button", name="Not now").click()

    end_in(booked.booking_id, 8)
    learner.reload()
    expect(card).to_contain_text(re.compile(r"Kept for you for 0:0\d"))
    expect(card).to_contain_text("The time to pay is over. The session is free again.", timeout=15_000)
    expect(card).to_have_attribute("data-over", "true", timeout=5_000)
    assert status_of(booked.booking_id) == "expired"
    card.get_by_role("button", name="Try again").click()
    expect(question).to_contain_text("Loops")
    question.get_by_role("button", name="Not now").click()
    card.get_by_role("button", name="Never mind").click()
    expect(card).to_have_count(0)
    assert complaints == []


def test_suggests_another_method_after_three_tries_in_vain(
    site: Site, new_browser: Callable[[], Browser], database: str
) -> None:
    in_use.use(site.database_url)
    an_offering(title="Loops")
    learner = page_of(new_browser(), site, a_learner("Ravi Das"), "/dashboard/learner/")
    learner.locator("#open-sessions article").get_by_role("button", name="Book").click()
    learner.locator("#booking-confirm:enabled").click()
    window = learner.frame_locator("iframe")

    for _ in range(3):
        window.locator("#fail:enabled").click()
    expect(learner.get_by_text("Retry payment?").first).to_be_visible()
    expect(learner.get_by_text("Try another method?").first).to_be_visible(timeout=30_000)
    window.locator("#pay:enabled").click()

    expect(learner.locator("#my-sessions article")).to_have_attribute("data-status", "pending")


def test_lets_go_of_what_is_kept(site: Site, new_browser: Callable[[], Browser], database: str) -> None:
    in_use.use(site.database_url)
    booked = a_held_booking(an_offering(title="Loops"))
    learner = page_of(new_browser(), site, booked.learner, "/dashboard/learner/")

    learner.locator("[data-held]").get_by_role("button", name="Let it go").click()

    expect(learner.locator("[data-held]")).to_have_count(0)
    expect(learner.get_by_text("You were not charged. The session is free again.")).to_be_visible()
    assert status_of(booked.booking_id) == "expired"


def test_offers_others_when_the_money_came_too_late(
    site: Site, new_browser: Callable[[], Browser], database: str
) -> None:
    in_use.use(site.database_url)
    meera, noon = a_mentor("Meera Iyer"), clock.now() + timedelta(days=3)
    late = a_held_booking(an_offering(meera, title="Loops", starts_at=noon))
    an_offering(meera, title="Lists", starts_at=noon + timedelta(days=1))
    with unit_of_work() as work:
        bookings.give_up(work, late.booking_id, by=late.learner)
    a_request(late.offering_id)
    pay(late.booking_id)
    learner = page_of(new_browser(), site, late.learner, "/dashboard/learner/booked/")

    card = learner.locator(f'[data-booking="{late.booking_id}"]')
    expect(card).to_contain_text("No longer free")
    expect(card).to_contain_text("Your money is on its way back.")
    card.get_by_role("link", name="Lists").click()

    expect(learner.get_by_role("dialog", name="Book this session")).to_contain_text("Lists")
