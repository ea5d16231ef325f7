"""A refund does not arrive: an admin sees why, and with fresh digits makes it again or says how it was sent by hand."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import col, select

from peerlearn.domain.payments.tables import Refund
from peerlearn.kit import database as in_use
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.e2e.test_step_up import an_admin_long_after
from tests.integration.ui.cast import signed_in
from tests.makers import a_failed_refund, a_learner, a_refused_refund


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


@pytest.mark.usefixtures("own_database")
def test_an_admin_makes_a_returned_refund_again(site: Site, new_browser: Callable[[], Browser]) -> None:
    a_failed_refund(a_learner("Farah Khan"))
    page = new_browser().new_page()
    app = an_admin_long_after(page, site)
    complaints = complaints_of(page)
    page.goto(f"{site.url}/admin/payments/")
    listed = page.locator("#failed-refunds")
    expect(listed.locator("[data-refund]")).to_have_count(1)

    listed.get_by_role("button", name="Refund again: ₹1,100, Farah Khan").click()
    page.locator("#step-up-code").fill(app.now())
    expect(listed.locator("[data-refund]")).to_have_count(1)
    page.keyboard.press("Enter")

    expect(listed).to_contain_text("Every refund arrived")
    expect(page.get_by_text("The money is on its way back again.")).to_be_visible()
    with in_use.reading() as db:
        first, second = db.exec(select(Refund).order_by(col(Refund.id)))
    assert (first.status, second.status) == ("failed", "requested")
    assert first.idempotency_key != second.idempotency_key
    assert complaints == []


@pytest.mark.usefixtures("own_database")
def test_an_admin_sends_by_hand_what_the_payment_service_did_not_take(
    site: Site, new_browser: Callable[[], Browser]
) -> None:
    booked = a_refused_refund(a_learner("Farah Khan"))
    learner = new_browser().new_page()
    name, _, token = signed_in(booked.learner).cookie.partition("=")
    learner.context.add_cookies([{"name": name, "value": token, "url": site.url}])
    learner.goto(f"{site.url}/dashboard/learner/payments/")
    own = learner.locator("[data-payment]")
    expect(own).to_contain_text("Owed to you")
    page = new_browser().new_page()
    app = an_admin_long_after(page, site)
    complaints = complaints_of(page)
    page.goto(f"{site.url}/admin/payments/")
    listed = page.locator("#failed-refunds")
    expect(listed).to_contain_text("enough balance to carry out the refund")
    expect(listed).to_contain_text("It is asked again by itself")

    listed.get_by_role("button", name="Paid by hand: ₹1,100, Farah Khan").click()
    dialog, reference = page.get_by_role("dialog", name="Paid by hand: ₹1,100"), page.locator("#refund-reference")
    expect(dialog).to_contain_text("Ask Farah Khan where the money should go")
    reference.fill("no")
    page.locator("#refund-by-hand").click()
    page.locator("#step-up-code").fill(app.now())
    page.keyboard.press("Enter")
    expect(page.locator("#refund-reference-problem")).to_contain_text("Please give the bank's reference")
    reference.fill("HDFCN52026113012")
    page.locator("#refund-by-hand").click()

    expect(dialog).to_be_hidden()
    expect(listed).to_contain_text("Every refund arrived")
    expect(own).to_contain_text("Paid back")
    own.locator("summary").click()
    expect(own).to_contain_text("Bank's reference")
    expect(own).to_contain_text("HDFCN52026113012")
    assert complaints == []
