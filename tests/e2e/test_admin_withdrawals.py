"""Admins find one withdrawal among many, and see at their navigation what the site has earned since they looked."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from peerlearn.domain import payouts, rooms
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import enqueue
from peerlearn.kit.work import unit_of_work
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.e2e.test_money_goes_out import exported
from tests.e2e.test_sections import DESKTOP, PHONE, context_of
from tests.integration.domain.payouts.test_withdrawals import BANK, do, proved
from tests.integration.paying import by_hand
from tests.makers import a_completed_booking, a_confirmed_booking, a_mentor, an_admin, an_offering

__all__ = ["by_hand"]


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def a_mentor_who_withdraws(name: str, sessions: int, *amounts: str) -> None:
    mentor = a_mentor(name)
    for _ in range(sessions):
        a_completed_booking(mentor)
    do(payouts.save_destination, BANK, by=proved(mentor))
    for number, amount in enumerate(amounts):
        do(payouts.withdraw, amount, f"{number}", by=mentor)


def a_session_ends() -> None:
    """In the site's own process, where both were and nobody ended it."""
    booked = a_confirmed_booking(an_offering(starts_at=clock.now() + timedelta(minutes=5)))
    for deed in (rooms.enter, rooms.leave):
        do(deed, booked.room_id, "m", by=booked.mentor)
        do(deed, booked.room_id, "l", by=booked.learner)
    with unit_of_work() as work:
        enqueue(work, "close_forgotten_room", key=f"{booked.booking_id}", payload={"booking_id": booked.booking_id})


def place(page: Page, word: str) -> str:
    """What a place of the navigation says."""
    return " ".join(page.locator("nav").get_by_role("link", name=word).locator("visible=true").inner_text().split())


@pytest.mark.usefixtures("own_database", "by_hand")
def test_an_admin_finds_a_withdrawal_among_many(site: Site, new_browser: Callable[[], Browser]) -> None:
    a_mentor_who_withdraws("Meera Iyer", 1, "450")
    a_mentor_who_withdraws("Asha Rao", 3, *(str(amount) for amount in range(100, 121)))
    page = context_of(new_browser(), site, an_admin("Anil Rao"), DESKTOP, touch=False).new_page()
    complaints = complaints_of(page)
    page.goto(f"{site.url}/admin/withdrawals/")
    listed = page.locator("[data-withdrawal]")
    expect(listed).to_have_count(20)

    page.get_by_role("button", name="Show more").click()
    expect(listed).to_have_count(22)
    expect(page.get_by_role("button", name="Show more")).to_have_count(0)

    page.locator("#withdrawals-search").fill("iyer")
    expect(listed).to_have_count(1)
    expect(listed).to_contain_text("₹450")
    assert [(row[2], row[8]) for row in exported(page)] == [("45000", "Meera Iyer")]

    page.get_by_text("Settled", exact=True).click()
    expect(page.locator("#withdrawals")).to_contain_text("No withdrawal fits")
    page.locator("#withdrawals-search").fill("")
    expect(page.locator("#withdrawals")).to_contain_text("Nothing here")
    assert complaints == []


@pytest.mark.usefixtures("own_database")
def test_payments_says_what_is_new_until_it_is_opened(site: Site, new_browser: Callable[[], Browser]) -> None:
    a_completed_booking()
    anil, browser = an_admin("Anil Rao"), new_browser()
    page = context_of(browser, site, anil, DESKTOP, touch=False).new_page()
    phone = context_of(browser, site, anil, PHONE, touch=True).new_page()
    complaints = [complaints_of(page), complaints_of(phone)]
    for one in (page, phone):
        one.goto(f"{site.url}/admin/withdrawals/")
        expect(one.get_by_text("₹200 New").locator("visible=true")).to_be_visible()
        assert place(one, "Payments") == "Payments ₹200 New"

    page.locator("aside").get_by_role("link", name="Payments").click()
    expect(page.locator("#all-payments")).to_be_visible()
    expect(phone.get_by_text("₹200 New")).to_have_count(0)

    a_session_ends()
    expect(page.locator("main")).to_contain_text("Earned by the site, not withdrawn₹400")
    page.locator("aside").get_by_role("link", name="Users").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Users")
    expect(page.locator("main dl")).to_contain_text("Mentors2")
    assert place(page, "Payments") == "Payments"  # they saw it come

    a_session_ends()
    for one in (page, phone):
        expect(one.get_by_text("₹200 New").locator("visible=true")).to_be_visible()
    assert complaints == [[], []]
