"""A mentor says where the money goes and withdraws it; an admin sends it; each sees at once what the other did."""

import csv
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import col, func, select

from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.payments.tables import LedgerEntry
from peerlearn.kit import database as in_use
from peerlearn.kit import passwords
from peerlearn.kit.work import unit_of_work
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.e2e.test_sections import DESKTOP, PHONE, context_of
from tests.e2e.test_step_up import an_admin_long_after
from tests.makers import a_completed_booking, a_mentor

PASSWORD = "correct horse battery"


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def a_mentor_who_earned(name: str = "Meera Iyer") -> Viewer:
    """₹900 of one session, and a password."""
    mentor = a_mentor(name)
    hashed = passwords.hash_password(PASSWORD)
    with unit_of_work() as work:
        work.db.get_one(User, mentor.user_id).password_hash = hashed
    a_completed_booking(mentor)
    return mentor


def ledger_sum() -> int:
    with in_use.reading() as db:
        return int(db.exec(select(func.sum(col(LedgerEntry.amount_paise)))).one())


def say_where(page: Page, password: str = PASSWORD) -> None:
    page.locator("#payout-add").click()
    for field, typed in (
        ("holder", "Meera Iyer"),
        ("number", "123456789012"),
        ("number_again", "123456789012"),
        ("ifsc", "hdfc0001234"),
        ("password", password),
    ):
        page.locator(f"#payout-{field}").fill(typed)
    page.locator("#payout-save").click()


def exported(page: Page) -> list[list[str]]:
    """The lines of the table that the page gives."""
    with page.expect_download() as download:
        page.locator("#export").click()
    return list(csv.reader(download.value.path().read_text().splitlines()))[1:]


@pytest.mark.usefixtures("own_database")
def test_money_goes_out_and_comes_back(site: Site, new_browser: Callable[[], Browser]) -> None:
    browser = new_browser()
    mentor = context_of(browser, site, a_mentor_who_earned(), PHONE, touch=False).new_page()
    admin = browser.new_context(viewport=DESKTOP).new_page()
    app = an_admin_long_after(admin, site)
    complaints = [complaints_of(mentor), complaints_of(admin)]
    admin.goto(f"{site.url}/admin/withdrawals/")
    expect(admin.locator("#withdrawals")).to_contain_text("Nothing here")
    mentor.goto(f"{site.url}/dashboard/mentor/withdrawals/")

    say_where(mentor, password="a guess")
    expect(mentor.locator("#payout-password-problem")).to_have_text("That is not your password")
    mentor.locator("#payout-password").fill(PASSWORD)
    mentor.locator("#payout-save").click()
    expect(mentor.locator("#payout")).to_contain_text("HDFC account ending in 9012")
    assert "123456789012" not in mentor.content()

    mentor.locator("#payout-withdraw").click()
    expect(mentor.locator("#payout-amount")).to_have_value("900")
    mentor.locator("#payout-confirm").click()
    expect(mentor.locator('[data-status="pending"]')).to_contain_text("₹900")

    admin.get_by_role("button", name="Send: ₹900, Meera Iyer", exact=True).click()
    admin.locator("#step-up-code").fill(app.now())
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("Account number: 123456789012")).to_be_visible()
    admin.locator("#decide").click()
    expect(admin.locator("#decide-reference-problem")).not_to_be_empty()
    admin.locator("#decide-reference").fill("UTR-20261123")
    admin.locator("#decide").click()
    expect(mentor.locator('[data-status="completed"]')).to_contain_text("UTR-20261123")

    admin.get_by_text("Settled", exact=True).click()
    admin.get_by_role("button", name="The bank returned it: ₹900, Meera Iyer").click()
    expect(admin.get_by_role("heading", name="Returned by the bank: ₹900")).to_be_visible()
    admin.locator("#decide-reason").fill("The account is closed")
    admin.locator("#decide").click()
    expect(mentor.locator('[data-status="reversed"]')).to_contain_text("The account is closed")
    expect(mentor.locator("#payout-withdraw")).to_be_visible()
    mentor.locator("#withdrawals-fate").select_option("sent")
    expect(mentor.locator("#withdrawals")).to_contain_text("No withdrawal yet")
    assert exported(mentor) == []
    mentor.locator("#withdrawals-fate").select_option("back")
    expect(mentor.locator("[data-withdrawal]")).to_have_count(1)
    assert [row[4] for row in exported(mentor)] == ["reversed"]
    assert ledger_sum() == 0
    assert complaints == [[], []]


@pytest.mark.usefixtures("own_database")
def test_each_figure_leads_to_its_ledger_lines(site: Site, new_browser: Callable[[], Browser]) -> None:
    page = context_of(new_browser(), site, a_mentor_who_earned(), DESKTOP, touch=False).new_page()
    complaints = complaints_of(page)
    page.goto(f"{site.url}/dashboard/mentor/earnings/")

    page.locator("[data-movement] summary").click()
    expect(page.locator("[data-movement]")).to_contain_text("Your earnings₹900")
    expect(page.locator("[data-movement]")).to_contain_text("Kept for the session-₹1,100")
    page.get_by_text("Withdrawn", exact=True).click()
    expect(page.locator("#statement")).to_contain_text("Nothing here yet")
    assert exported(page) == []
    page.get_by_text("All", exact=True).click()
    expect(page.locator("[data-movement]")).to_have_count(1)
    assert [row[2:] for row in exported(page)] == [["release", "Lalit", "90000"]]
    expect(page.locator("[data-movement]")).to_have_count(1)
    assert complaints == []
