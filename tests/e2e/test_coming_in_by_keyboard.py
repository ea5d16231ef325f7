"""Nobody needs a mouse: registering, signing in and beginning to book, from the start page, by keyboard alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from peerlearn.domain.accounts.tables import User
from peerlearn.kit import database as in_use
from tests.e2e.awake import wait_until_awake
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site, running_site
from tests.makers import a_learner, a_mentor, an_offering

PASSWORD = "correct horse battery"
MOST_TABS = 60

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, built_front_end: Path) -> Iterator[Site]:
    """One site for all: everybody here has an address of their own."""
    with running_site(tmp_path_factory.mktemp("site"), REFLEX_WEB_WORKDIR=str(built_front_end)) as running:
        yield running


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


@pytest.fixture
def page(new_browser: Callable[[], Browser]) -> Iterator[Page]:
    """A visitor's page, which must not complain."""
    page = new_browser().new_page()
    complaints = complaints_of(page)
    yield page
    assert complaints == []


def walk_to(page: Page, place: str) -> None:
    """Press Tab until the focus is there."""
    target = page.locator(place).locator("visible=true").first
    target.wait_for()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"{MOST_TABS} presses of Tab did not lead to {place}")


def fill_in_person(page: Page, email: str, name: str) -> None:
    """The second step, whose first field has the focus."""
    expect(page.locator("#register-email")).to_be_focused()
    page.keyboard.type(email)
    walk_to(page, "#register-password")
    page.keyboard.type(PASSWORD)
    walk_to(page, "#register-name")
    page.keyboard.type(name)
    page.keyboard.press("Enter")


def type_code(page: Page, site: Site, email: str) -> None:
    """The last step; the sixth digit sends it."""
    expect(page.locator("#register-code")).to_be_focused()
    page.keyboard.type(site.letterbox.code_for(email))


def account_of(email: str) -> User:
    """What was registered."""
    with in_use.reading() as db:
        return db.exec(select(User).where(User.email == email)).one()


def test_a_mentor_registers(site: Site, page: Page) -> None:
    page.goto(site.url)
    wait_until_awake(page)
    walk_to(page, 'main a[href^="/register/?role=mentor"]')
    page.keyboard.press("Enter")
    fill_in_person(page, "meera@example.org", "Meera Nair")

    expect(page.locator("#register-skills")).to_be_focused()
    page.keyboard.type("Pyth")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    walk_to(page, "#register-domains")
    page.keyboard.type("AI,")
    walk_to(page, "#register-submit")
    page.keyboard.press("Enter")
    type_code(page, site, "meera@example.org")

    page.wait_for_url("**/dashboard/mentor/")
    user = account_of("meera@example.org")
    assert (user.name, user.skills, user.domains) == ("Meera Nair", ["Python"], ["AI"])


def test_a_learner_chooses_the_role_and_registers(site: Site, page: Page) -> None:
    page.goto(site.url)
    wait_until_awake(page)
    walk_to(page, 'header a[href^="/register/"]')
    page.keyboard.press("Enter")
    expect(page.locator("#register-role-learner")).to_be_focused()
    page.keyboard.press("Enter")
    fill_in_person(page, "ravi@example.org", "Ravi Iyer")

    expect(page.locator("#register-interests")).to_be_focused()
    page.keyboard.type("Cod")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    walk_to(page, "#register-submit")
    page.keyboard.press("Enter")
    type_code(page, site, "ravi@example.org")

    page.wait_for_url("**/dashboard/learner/")
    user = account_of("ravi@example.org")
    assert (user.name, user.interests) == ("Ravi Iyer", ["Coding"])


def test_a_visitor_who_pressed_book_registers_and_finds_that_booking_open(site: Site, page: Page) -> None:
    number = an_offering(a_mentor("Asha Rao"), title="Loops in Python")
    an_offering(a_mentor("Vikram Shah"), title="Sketch what you see")
    page.goto(f"{site.url}/sessions/{number}/")
    expect(page.locator("first-sight")).to_have_count(0)
    wait_until_awake(page)
    walk_to(page, f'main [data-book="{number}"]')
    page.keyboard.press("Enter")
    fill_in_person(page, "lalit@example.org", "Lalit Das")
    expect(page.locator("#register-interests")).to_be_focused()
    page.keyboard.type("Python,")
    walk_to(page, "#register-submit")
    page.keyboard.press("Enter")
    type_code(page, site, "lalit@example.org")

    booking = page.get_by_role("dialog", name="Book this session")
    expect(booking.get_by_role("heading", name="Loops in Python")).to_be_visible()


def test_who_has_an_account_signs_in_on_the_way_to_the_booking(site: Site, page: Page) -> None:
    a_learner("Kabir Das", email="kabir@example.org")
    number = an_offering(a_mentor("Asha Rao"), title="Loops in Python")
    page.goto(f"{site.url}/sessions/{number}/")
    expect(page.locator("first-sight")).to_have_count(0)
    wait_until_awake(page)
    walk_to(page, f'main [data-book="{number}"]')
    page.keyboard.press("Enter")
    walk_to(page, 'dialog[open] a[href^="/sign-in/"]')
    page.keyboard.press("Enter")
    expect(page.locator("#sign-in-email")).to_be_focused()
    page.keyboard.type("kabir@example.org")
    walk_to(page, "#sign-in-by-code")
    page.keyboard.press("Enter")
    expect(page.locator("#sign-in-send")).to_be_visible()
    expect(page.locator("#sign-in-email")).to_be_focused()
    expect(page.locator("#sign-in-email")).to_have_value("kabir@example.org")
    page.keyboard.press("Enter")
    expect(page.locator("#sign-in-code")).to_be_focused()
    page.keyboard.type(site.letterbox.code_for("kabir@example.org"))

    booking = page.get_by_role("dialog", name="Book this session")
    expect(booking.get_by_role("heading", name="Loops in Python")).to_be_visible()


def test_escape_leads_back_to_what_opened_the_dialog(site: Site, page: Page) -> None:
    page.goto(site.url)
    wait_until_awake(page)
    opener = '.role-card[href^="/register/?role=learner"]'
    walk_to(page, opener)
    page.keyboard.press("Enter")
    expect(page.locator("#register-email")).to_be_focused()
    for _ in range(15):  # round and round, never behind the dialog
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")

    page.keyboard.press("Escape")

    expect(page.locator("#register-email")).to_be_hidden()
    expect(page.locator(opener)).to_be_focused()
