"""A bank returns a refund: an admin sees it, proves who they are, and sends the money back with one press."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import col, select

from peerlearn.domain.payments.tables import Refund
from peerlearn.kit import database as in_use
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.e2e.test_step_up import an_admin_long_after
from tests.makers import a_failed_refund, a_learner


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
