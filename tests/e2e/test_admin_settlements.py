"""An admin sees what the payment service settled, and reads at once what its books say otherwise than ours."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from peerlearn.domain import verification
from peerlearn.domain.settlements.recording import record
from peerlearn.domain.settlements.rules import Line, LineKind, Sum
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.work import unit_of_work
from tests.e2e.site import Site
from tests.e2e.test_admin_payments import page_of
from tests.makers import an_admin


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


@pytest.mark.timeout(240)
@pytest.mark.usefixtures("own_database")
def test_an_admin_reads_what_differs(site: Site, new_browser: Callable[[], Browser]) -> None:
    page = page_of(new_browser(), site, an_admin())
    page.goto(f"{site.url}/admin/payments/")
    checked = page.locator("#checked")
    expect(checked).to_contain_text("own books are read once a day")

    stranger = Line("setl_1", LineKind.PAYMENT, "pay_stranger", 50_000, 48_820, 0, fee_paise=1_180, tax_paise=180)
    with unit_of_work() as work:
        record(work, [stranger], {"setl_1": Sum("setl_1", 48_820, "UTR1", clock.now())})
        verification.look_again(work)

    expect(checked).to_contain_text("gateway:pay_stranger")
    expect(page.locator("dl")).to_contain_text("Settled to the bank₹488.20")
