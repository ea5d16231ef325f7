"""Somebody deletes their account: what stands in the way is said first, the password is asked, and nobody is left."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session

from peerlearn.domain import bookings
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.kit import database as in_use
from peerlearn.kit import passwords
from peerlearn.kit.work import unit_of_work
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.e2e.test_sections import DESKTOP, context_of
from tests.makers import a_completed_booking, a_held_booking, a_learner, a_mentor, an_offering

PASSWORD = "correct horse battery"


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def with_password(viewer: Viewer) -> Viewer:
    with unit_of_work() as work:
        work.db.get_one(User, viewer.user_id).password_hash = passwords.hash_password(PASSWORD)
    return viewer


def settings_of(browser: Browser, site: Site, viewer: Viewer) -> Page:
    page = context_of(browser, site, viewer, DESKTOP, touch=False).new_page()
    page.goto(f"{site.url}/profile/settings/")
    page.locator("#delete-account").wait_for()
    return page


@pytest.mark.usefixtures("own_database")
def test_what_stands_in_the_way_goes_and_so_does_the_account(site: Site, new_browser: Callable[[], Browser]) -> None:
    learner, mentor = with_password(a_learner("Ravi Iyer", email="ravi@example.org")), a_mentor("Asha Rao")
    a_completed_booking(mentor, learner=learner)
    held = a_held_booking(an_offering(mentor), learner=learner)
    page = settings_of(new_browser(), site, learner)
    other = page.context.new_page()
    other.goto(f"{site.url}/dashboard/learner/")
    other.locator("#my-sessions").wait_for()
    complaints = complaints_of(page)

    expect(page.locator("#delete-obstacles li")).to_have_count(1)
    expect(page.locator("#delete-obstacles")).to_contain_text("You have 1 session booked or asked for")
    expect(page.locator("#delete-ask")).to_have_count(0)
    with unit_of_work() as work:
        bookings.give_up(work, held.booking_id, by=learner)
    page.reload()

    page.locator("#delete-ask").click()
    page.locator("#delete-password").fill("not that one")
    page.locator("#delete-for-good").click()
    expect(page.locator("#delete-password-problem")).to_have_text("That is not your password")
    page.locator("#delete-password").fill(PASSWORD)
    page.locator("#delete-for-good").click()

    page.wait_for_url(f"{site.url}/")
    expect(page.get_by_text("Your account is deleted, and you are signed out everywhere.")).to_be_visible()
    other.wait_for_url("**/sign-in/**")
    with in_use.reading() as db:
        assert Session.get_one(db, User, learner.user_id).name == "Deleted user"
    teacher = context_of(new_browser(), site, mentor, DESKTOP, touch=False).new_page()
    teacher.goto(f"{site.url}/dashboard/mentor/earnings/")
    expect(teacher.locator("#statement")).to_contain_text("Session with Deleted user")
    assert complaints == []
