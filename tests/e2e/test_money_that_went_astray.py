"""Money that did not come as it should: an admin sees that nobody reports it, a learner what came in a wrong amount."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from peerlearn.domain.accounts import Viewer
from peerlearn.domain.payments import PaymentStatus, capture
from peerlearn.domain.payments.rules import CURRENCY, Attempt
from peerlearn.domain.payments.tables import Payment, WebhookEvent
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.work import unit_of_work
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.integration.ui.cast import signed_in
from tests.makers import a_held_booking, a_request, an_admin


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def page_of(browser: Browser, site: Site, who: Viewer) -> Page:
    """A page of somebody who is signed in."""
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    name, _, token = signed_in(who).cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": token, "url": site.url}])
    return page


def a_payment_of_a_wrong_amount() -> Viewer:
    """Somebody whose bank paid a rupee less than was asked for."""
    booked = a_held_booking()
    with unit_of_work() as work:
        payment = work.db.exec(select(Payment).where(Payment.booking_id == booked.booking_id)).one()
        payment.order_id, payment.status = "order_AAAAAAAAAAAAAA", PaymentStatus.PENDING
        came = Attempt("pay_AAAAAAAAAAAAAA", payment.order_id, 109_900, CURRENCY, PaymentStatus.CAPTURED)
        capture.settle(work, payment.id or 0, [came])
    return booked.learner


@pytest.mark.usefixtures("own_database")
def test_an_admin_sees_that_the_payment_service_is_silent(site: Site, new_browser: Callable[[], Browser]) -> None:
    with time_machine.travel(clock.now() - timedelta(hours=3)):
        for _ in range(3):
            a_request()
    page = page_of(new_browser(), site, an_admin())
    complaints = complaints_of(page)
    page.goto(f"{site.url}/admin/payments/")
    notice = page.locator("#silence")
    expect(notice).to_contain_text("The payment service does not report any more")
    expect(notice).to_contain_text("Payments since its last report: 3")
    expect(notice).to_contain_text("It has never reported.")

    with unit_of_work() as work:
        work.db.add(
            WebhookEvent(event_id="evt_1", body="{}", received_at=work.now, state="done", detail="order.paid: 1")
        )
    page.reload()

    expect(page.locator("#failed-refunds")).to_be_visible()
    expect(notice).to_have_count(0)
    assert complaints == []


@pytest.mark.usefixtures("own_database")
def test_a_learner_sees_what_came_in_a_wrong_amount(site: Site, new_browser: Callable[[], Browser]) -> None:
    page = page_of(new_browser(), site, a_payment_of_a_wrong_amount())
    page.goto(f"{site.url}/dashboard/learner/payments/")
    own = page.locator("[data-payment]")
    expect(own).to_contain_text("Not paid yet")

    own.locator("summary").click()

    expect(own).to_contain_text("Wrong amount, on its way back")
    expect(own).to_contain_text("₹1,099")
