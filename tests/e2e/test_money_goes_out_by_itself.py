"""With an account at RazorpayX no admin presses anything: a mentor watches the money go, and retries what fails."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, expect

from peerlearn.kit import database as in_use
from tests.e2e.conftest import complaints_of
from tests.e2e.site import KEY, SECRET, THROUGH_RAZORPAYX, Site, running_site
from tests.e2e.test_money_goes_out import a_mentor_who_earned, ledger_sum, say_where
from tests.e2e.test_sections import DESKTOP, PHONE, context_of
from tests.e2e.test_step_up import an_admin_long_after

PATIENCE = 60_000


@pytest.fixture
def paying_site(built_front_end: Path, tmp_path: Path, database: str) -> Iterator[Site]:
    """A site with an account at RazorpayX, whose database is the one of this process."""
    with running_site(tmp_path, REFLEX_WEB_WORKDIR=str(built_front_end), **THROUGH_RAZORPAYX) as site:
        in_use.use(site.database_url)
        yield site
        in_use.use(database)


def control(site: Site, method: str, path: str, **body: Any) -> Any:
    address = f"{site.environment['RAZORPAY_BASE_URL']}/sandbox/control/{path}"
    with requests.Session() as session:
        session.trust_env = False
        answer = session.request(method, address, json=body or None, auth=(KEY, SECRET), timeout=10)
    answer.raise_for_status()
    return answer.json()


def test_money_goes_out_by_itself_and_is_asked_for_again(paying_site: Site, new_browser: Callable[[], Browser]) -> None:
    browser = new_browser()
    control(paying_site, "PUT", "payouts", settle="by_hand")
    mentor = context_of(browser, paying_site, a_mentor_who_earned(), PHONE, touch=False).new_page()
    admin = browser.new_context(viewport=DESKTOP).new_page()
    an_admin_long_after(admin, paying_site)
    complaints = [complaints_of(mentor), complaints_of(admin)]
    admin.goto(f"{paying_site.url}/admin/withdrawals/")
    mentor.goto(f"{paying_site.url}/dashboard/mentor/withdrawals/")
    say_where(mentor)

    mentor.locator("#payout-withdraw").click()
    mentor.locator("#payout-confirm").click()
    expect(mentor.locator('[data-status="pending"]')).to_contain_text("With the bank", timeout=PATIENCE)
    expect(admin.locator("#withdrawals")).to_contain_text("Nothing here")
    admin.get_by_text("Sending", exact=True).click()
    payout = control(paying_site, "GET", "payouts")["items"][0]
    expect(admin.locator("#withdrawals")).to_contain_text(f"Through RazorpayX · {payout['id']}")
    expect(admin.get_by_role("button", name="Send: ₹900")).to_have_count(0)
    control(paying_site, "POST", f"payouts/{payout['id']}/move", to="failed", reason="bank_account_closed")

    expect(mentor.locator('[data-status="failed"]')).to_contain_text("available again", timeout=PATIENCE)
    expect(admin.locator("#withdrawals")).to_contain_text("Nothing here")
    control(paying_site, "PUT", "payouts", settle="at_once")
    mentor.get_by_role("button", name="Retry payment?").click()
    expect(mentor.locator('[data-status="completed"]')).to_contain_text("Sent", timeout=PATIENCE)
    expect(mentor.get_by_role("button", name="Retry payment?")).to_have_count(0)

    payouts = control(paying_site, "GET", "payouts")["items"]
    assert sorted(payout["status"] for payout in payouts) == ["failed", "processed"]
    assert ledger_sum() == 0
    assert complaints == [[], []]
