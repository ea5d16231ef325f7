"""What a card of the start page is about opens over it: by mouse, by keyboard, on a phone; a page is never far."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from peerlearn.kit import database as in_use
from peerlearn.kit.money import Money
from tests.e2e.awake import wait_until_awake
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site, running_site
from tests.makers import a_completed_booking, a_mentor, an_offering

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, built_front_end: Path) -> Iterator[Site]:
    """One site for all: nobody here changes what another reads."""
    with running_site(tmp_path_factory.mktemp("site"), REFLEX_WEB_WORKDIR=str(built_front_end)) as running:
        yield running


@pytest.fixture(scope="module")
def offered(site: Site) -> str:
    """A session on the start page; its address."""
    in_use.use(site.database_url)
    meera = a_mentor("Meera Iyer", skills=["Python"])
    a_completed_booking(meera, stars=4)
    number = an_offering(meera, title="Loops from scratch", topics=["For", "While"], price=Money.rupees(1500))
    return f"/sessions/{number}/"


@pytest.fixture
def own_database(site: Site, database: str) -> Iterator[None]:
    """The site's database as the one of this process."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


@pytest.fixture
def page(new_browser: Callable[[], Browser], site: Site, offered: str) -> Iterator[Page]:
    """A visitor on the start page, which must not complain."""
    page = new_browser().new_page(timezone_id="Asia/Kolkata")
    complaints = complaints_of(page)
    page.goto(site.url)
    page.locator(f'a.card-link[href="{offered}"]').first.wait_for()
    page.locator('dialog[aria-label="Details"]').wait_for(state="attached")  # without it a card leads to its own page
    wait_until_awake(page)
    yield page
    assert complaints == []


def test_a_card_opens_with_all_there_is_to_know_and_closes_where_it_was(page: Page, site: Site, offered: str) -> None:
    link = page.locator(f'a.card-link[href="{offered}"]').first
    link.focus()
    page.keyboard.press("Enter")

    details = page.get_by_role("dialog", name="Details")
    expect(details.get_by_role("heading", name="Loops from scratch")).to_be_visible()
    expect(details).to_contain_text("plus ₹150 service fee: ₹1,650 in all")
    expect(details.get_by_role("list", name="Topics")).to_contain_text("While")
    assert page.url == f"{site.url}/"
    page.keyboard.press("Escape")
    expect(details).to_be_hidden()
    expect(link).to_be_focused()


def test_a_mentors_card_opens_the_mentor_and_from_there_a_session(page: Page) -> None:
    page.locator('[data-mentor^="meera"] a.card-link').first.click()

    details = page.get_by_role("dialog", name="Details")
    expect(details.get_by_role("heading", name="Meera Iyer", exact=True)).to_be_visible()
    details.locator("a.card-link").first.click()
    expect(details.get_by_role("heading", name="What you will learn")).to_be_visible()


def test_booking_from_there_leads_into_registering_for_that_very_session(page: Page, offered: str) -> None:
    page.locator(f'a.card-link[href="{offered}"]').first.click()
    details = page.get_by_role("dialog", name="Details")
    details.locator("[data-book]").click()

    expect(page.locator("#register-email")).to_be_focused()
    expect(details).to_be_hidden()


def test_it_opens_again_and_fills_a_phone(page: Page, offered: str) -> None:
    page.locator(f'a.card-link[href="{offered}"]').first.click()
    details = page.get_by_role("dialog", name="Details")
    expect(details.get_by_role("heading", name="Loops from scratch")).to_be_visible()
    details.get_by_role("button", name="Close").click()
    expect(details).to_be_hidden()

    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(f'a.card-link[href="{offered}"]').first.click()
    expect(details.get_by_role("heading", name="Loops from scratch")).to_be_visible()
    assert details.evaluate("(dialog) => dialog.getBoundingClientRect().width") == 390


def test_with_a_modifier_key_a_card_leads_to_the_page_of_its_own(page: Page, offered: str) -> None:
    with page.context.expect_page() as opened:
        page.locator(f'a.card-link[href="{offered}"]').first.click(modifiers=["Control"])

    expect(opened.value).to_have_url(re.compile(re.escape(offered)))
    expect(page.get_by_role("dialog")).to_have_count(0)
