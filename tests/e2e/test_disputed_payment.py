"""A bank disputes a payment: an admin sees by when to answer, what the lesson left behind, and the payment itself."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import select

from peerlearn.domain import rooms, social
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.work import unit_of_work
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.e2e.test_step_up import an_admin_long_after
from tests.makers import Booked, a_completed_booking, a_confirmed_booking, a_dispute, a_learner, a_mentor, an_offering


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def a_lesson() -> Booked:
    """The two met, and the learner liked it."""
    offering = an_offering(a_mentor("Asha Rao"), starts_at=clock.now() + timedelta(minutes=2))
    booked = a_confirmed_booking(offering, learner=a_learner("Farah Khan"))
    with unit_of_work() as work:
        rooms.enter(work, booked.room_id, "m", by=booked.mentor)
        rooms.enter(work, booked.room_id, "l", by=booked.learner)
        rooms.end(work, booked.room_id, by=booked.mentor)
    with unit_of_work() as work:
        social.rate(work, booked.booking_id, 5, "Now I get it", by=booked.learner)
    return booked


@pytest.mark.usefixtures("own_database")
def test_an_admin_finds_what_a_dispute_needs(site: Site, new_browser: Callable[[], Browser]) -> None:
    booked = a_lesson()
    a_completed_booking(learner=a_learner("Ravi Iyer"))
    with in_use.reading() as db:
        payment = db.exec(select(Payment).where(Payment.booking_id == booked.booking_id)).one()
    a_dispute(payment.id or 0)
    page = new_browser().new_page()
    an_admin_long_after(page, site)
    complaints = complaints_of(page)

    page.goto(f"{site.url}/admin/payments/")

    row = page.locator("#disputes [data-dispute]")
    for words in ("₹1,100", "Answer it", "Farah Khan → Asha Rao", "service not received", "Answer by"):
        expect(row).to_contain_text(words)
    row.get_by_role("button", name="See the lesson: ₹1,100, Farah Khan").click()
    lesson = page.locator("#dispute-evidence")
    for words in ("Asha Rao joined", "Farah Khan joined", "The session ended", "5 of 5 stars", "Now I get it"):
        expect(lesson).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(lesson).to_be_hidden()
    expect(page.locator("#all-payments [data-payment]")).to_have_count(2)
    row.get_by_role("link", name="See the payment: ₹1,100, Farah Khan").click()
    listed = page.locator("#all-payments [data-payment]")
    expect(listed).to_have_count(1)
    expect(listed).to_contain_text("Disputed")
    assert complaints == []
