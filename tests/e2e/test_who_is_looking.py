"""Public pages are the same bytes for everybody, and still greet whoever is signed in before they are alive."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlmodel import select

from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import SignIn, User
from peerlearn.kit import database as in_use
from peerlearn.kit import passwords
from peerlearn.kit.work import unit_of_work
from tests.e2e.site import Site
from tests.makers import a_learner, a_mentor

PASSWORD = "correct horse battery"
LINKS = {
    "Dashboard": "Go to your dashboard",
    "Login": "Sign in to your dashboard",
    "Register": "Join as a learner or mentor",
}


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def with_password(person: Viewer) -> str:
    with unit_of_work() as work:
        user = work.db.get_one(User, person.user_id)
        user.password_hash = passwords.hash_password(PASSWORD)
        return user.email


def sign_in(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.url}/sign-in/")
    page.locator("#sign-in-email").fill(email)
    page.locator("#sign-in-password").fill(PASSWORD)
    page.locator("#sign-in-submit").click()
    page.wait_for_url("**/dashboard/learner/")


def asleep(context: BrowserContext) -> Page:
    """A page whose scripts never arrive."""
    page = context.new_page()
    page.route("**/*.js", lambda route: route.abort())
    return page


def greets(page: Page, *names: str) -> None:
    """Only these of the header's personal links show."""
    for name, spoken in LINKS.items():
        link = page.get_by_role("navigation", name="Main").get_by_role("link", name=spoken)
        expect(link).to_have_count(1 if name in names else 0)


@pytest.mark.usefixtures("own_database")
def test_knows_at_once_who_signed_in_and_who_left(site: Site, new_browser: Callable[[], Browser]) -> None:
    email, mentor_page = (
        with_password(a_learner("Ravi Iyer", email="ravi@example.org")),
        f"{site.url}/mentors/asha-rao/",
    )
    a_mentor("Asha Rao")
    context = new_browser().new_context()
    page, sleeping = context.new_page(), asleep(context)
    sleeping.goto(mentor_page)
    greets(sleeping, "Login", "Register")

    sign_in(page, site, email)
    for path in (mentor_page, site.url):
        sleeping.goto(path)
        greets(sleeping, "Dashboard")
    page.goto(mentor_page)
    page.locator("first-sight").wait_for(state="detached")
    greets(page, "Dashboard")
    page.get_by_role("link", name=LINKS["Dashboard"]).click()
    page.wait_for_url("**/dashboard/learner/")

    page.locator("#sign-out").locator("visible=true").click()
    page.wait_for_url(site.url + "/")
    sleeping.goto(mentor_page)
    greets(sleeping, "Login", "Register")


@pytest.mark.usefixtures("own_database")
def test_a_sign_in_that_was_ended_elsewhere_is_noticed_and_then_known(
    site: Site, new_browser: Callable[[], Browser]
) -> None:
    email = with_password(a_learner("Ravi Iyer", email="ravi@example.org"))
    a_mentor("Asha Rao")
    context, mentor_page = new_browser().new_context(), f"{site.url}/mentors/asha-rao/"
    page, sleeping = context.new_page(), asleep(context)
    sign_in(page, site, email)
    page.goto("about:blank")
    with unit_of_work() as work:
        for sign_in_row in work.db.exec(select(SignIn)):
            sign_in_row.revoked_at = work.now

    sleeping.goto(mentor_page)
    greets(sleeping, "Dashboard")
    sleeping.get_by_role("link", name=LINKS["Dashboard"]).click()
    sleeping.wait_for_url("**/sign-in/")
    page.goto(mentor_page)
    greets(page, "Login", "Register")
    sleeping.goto(mentor_page)
    greets(sleeping, "Login", "Register")
