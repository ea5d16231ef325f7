"""What cannot be loaded says so with a reference that the log knows, and can be asked for again: three times."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import text

from peerlearn.kit import database as in_use
from tests.e2e.site import Site
from tests.eventually import eventually
from tests.integration.ui.calling import log_of
from tests.integration.ui.cast import signed_in
from tests.makers import a_learner

ENOUGH = "It still does not work. Please come back in a while."


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def counted(page: Page) -> list[str]:
    """For what presses are remembered."""
    return page.evaluate("() => Object.keys(sessionStorage).filter((name) => name.includes('retries'))")


def press(rail: Locator) -> str:
    """Try again, in vain; under which reference it failed before."""
    before = rail.get_by_text("Reference").inner_text()
    rail.get_by_role("button", name="Retry?").click()
    expect(rail.get_by_text("Reference")).not_to_have_text(before)
    return before


@contextmanager
def without(table: str) -> Iterator[None]:
    """A database in which something is broken."""
    _rename(table, f"{table}_away")
    yield
    _rename(f"{table}_away", table)


def _rename(old: str, new: str) -> None:
    with in_use.engine().begin() as connection:
        connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


@pytest.mark.usefixtures("own_database")
def test_a_rail_is_asked_for_three_times_and_counts_anew_after_it_came(
    site: Site, new_browser: Callable[[], Browser]
) -> None:
    page = new_browser().new_page()
    rail, mentors = page.locator("#top-live-sessions"), page.locator("#best-mentor-sessions")
    retry = rail.get_by_role("button", name="Retry?")
    with without("sessions"):
        page.goto(site.url)
        expect(rail).to_contain_text("Unable to load")
        first = press(rail)
        eventually(lambda: f"could not be read (reference {first.rsplit(' ', 1)[1]})" in log_of(site))
        page.reload()  # the presses before it count
        for _ in range(2):
            press(rail)
        expect(rail).to_contain_text(ENOUGH)
        expect(retry).to_have_count(0)
        expect(mentors.get_by_role("button", name="Retry?")).to_be_visible()  # another action, another count

    mentors.get_by_role("button", name="Retry?").click()
    expect(rail).to_contain_text("No live sessions right now")
    assert counted(page) == []


@pytest.mark.usefixtures("own_database")
def test_a_page_that_does_not_come_offers_to_be_loaded_again(site: Site, new_browser: Callable[[], Browser]) -> None:
    page = new_browser().new_page()
    name, _, value = signed_in(a_learner("Ravi Iyer")).cookie.partition("=")
    page.context.add_cookies([{"name": name, "value": value, "url": site.url}])
    retry = page.get_by_role("button", name="Retry?")
    with without("bookings"):
        page.goto(f"{site.url}/dashboard/learner/")
        said = page.get_by_role("alert").get_by_text("Something went wrong on our side").first
        reference = said.inner_text().rpartition("Reference ")[2].strip(")")
        eventually(lambda: f"failed (reference {reference})" in log_of(site))
        for _ in range(3):
            retry.click()
        expect(page.get_by_text(ENOUGH)).to_be_visible()
        expect(retry).to_have_count(0)
    page.reload()
    expect(page.locator("main")).to_contain_text("Hi Ravi Iyer!")
    eventually(lambda: counted(page) == [])
