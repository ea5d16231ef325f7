"""Figures lead with one press to the lines of the ledger that they are made up of, and those add up to them."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import Job, JobState, enqueue
from peerlearn.kit.work import unit_of_work
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.e2e.test_clicks import clicks, page_at
from tests.makers import a_completed_booking, a_learner, a_mentor, a_request, an_admin, an_offering


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def opened(page: Page, figure: str, lines: int) -> None:
    """One press shows as many lines, and their sum is the figure."""
    button, before = page.locator(f"[data-figure={figure}]"), clicks(page)
    said = button.inner_text()
    button.click()
    expect(page.locator("#ledger-total")).to_have_text(said)
    expect(page.locator("#ledger-lines li")).to_have_count(lines)
    assert clicks(page) == before + 1
    page.keyboard.press("Escape")
    expect(page.locator("#ledger-total")).to_be_hidden()


@pytest.mark.usefixtures("own_database")
def test_every_figure_opens_its_lines(site: Site, new_browser: Callable[[], Browser]) -> None:
    browser, mentor, learner = new_browser(), a_mentor("Asha Rao"), a_learner("Ravi Iyer")
    a_completed_booking(mentor, learner=learner)
    a_request(an_offering(mentor, title="Lists"), learner=learner)

    page = page_at(browser, site, mentor, "/dashboard/mentor/earnings/")
    complaints = complaints_of(page)
    expect(page.locator("#earnings-available")).to_have_text("₹900")
    for figure, lines in {"available": 1, "held": 1, "on_its_way": 0, "paid_out": 0}.items():
        opened(page, figure, lines)

    payments = page_at(browser, site, learner, "/dashboard/learner/payments/")
    opened(payments, "spent", 2)
    paid = payments.locator("[data-payment]").first
    paid.locator("summary").click()
    expect(paid.locator("[data-lines]")).to_contain_text("Paid: Asha Rao")
    expect(paid.locator("[data-lines] dd").last).to_have_text("₹1,100")

    admin = page_at(browser, site, an_admin("Anil Rao"), "/admin/payments/")
    opened(admin, "of_the_site", 2)
    opened(admin, "of_the_gateway", 0)
    assert complaints == []


@pytest.mark.usefixtures("own_database")
def test_what_failed_for_good_is_tried_again_with_one_press(site: Site, new_browser: Callable[[], Browser]) -> None:
    page = page_at(new_browser(), site, an_admin("Anil Rao"), "/admin/analytics/")
    expect(page.locator("#failed-work")).to_contain_text("Nothing has failed")
    with unit_of_work() as work:
        enqueue(work, "verify", key="verify:by-hand")
        job = work.db.exec(select(Job).where(Job.key == "verify:by-hand")).one()
        job.state, job.attempts, job.finished_at, job.last_error = JobState.DEAD, 8, work.now, "OSError: disk full"
    page.reload()
    row = page.locator("#failed-work [data-job]")
    expect(row).to_contain_text("The daily look whether all can be true")
    expect(row).to_contain_text("OSError: disk full")

    row.get_by_role("button", name="Try again").click()

    expect(page.locator("#failed-work")).to_contain_text("Nothing has failed")
    assert clicks(page) == 1
