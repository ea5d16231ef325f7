"""The public pages in a browser: readable at once, live in the same place soon after, and a way to this booking."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from peerlearn.domain.accounts import Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.money import Money
from peerlearn.ui.frames.entry.register_form import TITLE as REGISTER
from peerlearn.ui.viewer import COOKIE
from tests.e2e.awake import wait_until_awake
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site, running_site
from tests.eventually import eventually
from tests.integration.ui.cast import signed_in
from tests.makers import a_completed_booking, a_learner, a_mentor, a_request, an_offering

LARGEST_SHIFT = 0.02
A_PIXEL = 1.0  # letters of one word may be drawn together or apart
Place = tuple[str, float, float]
# What the page has moved under the reader's eyes since it began.
SHIFT = """() => new Promise((done) => {
    let moved = 0;
    new PerformanceObserver((list) => { for (const one of list.getEntries()) moved += one.value; })
        .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => setTimeout(() => done(moved), 50));
})"""

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
    page = new_browser().new_page(timezone_id="Asia/Kolkata")
    complaints = complaints_of(page)
    yield page
    assert complaints == []


@pytest.fixture
def addresses(site: Site) -> list[str]:
    """A session's page and its mentor's, once the start page lists them."""
    meera = a_mentor("Meera Iyer", skills=["Python", "Algebra"])
    a_completed_booking(meera, stars=4)
    number = an_offering(meera, title="Loops from scratch", topics=["For", "While"], price=Money.rupees(1500))
    with in_use.reading() as db:
        handle = db.get_one(User, meera.user_id).handle
    # They were written past the server, which therefore shows what it kept for a moment longer.
    eventually(lambda: f"/sessions/{number}/" in urlopen(site.url).read().decode())
    return [f"/sessions/{number}/", f"/mentors/{handle}/"]


def live(page: Page) -> None:
    """Wait until the live page has taken the place of the plain one."""
    expect(page.locator("first-sight")).to_have_count(0)


@contextmanager
def scripts_held(page: Page) -> Iterator[None]:
    """The page's scripts are on their way for as long as this lasts."""
    held: list[Route] = []
    holding = True
    page.route(re.compile(r"/assets/.*\.js$"), lambda route: held.append(route) if holding else route.continue_())
    yield
    holding = False
    for route in held:
        route.continue_()
    page.unroute_all()


def signed_in_page(site: Site, browser: Browser, viewer: Viewer) -> Page:
    """A page of somebody who is signed in."""
    page = browser.new_page()
    token = signed_in(viewer).cookie.split("=", 1)[1]
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": site.url}])
    return page


@pytest.mark.parametrize("width", [390, 1440])
def test_the_plain_page_looks_as_the_live_one_and_nothing_moves(
    site: Site, page: Page, addresses: list[str], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in ["/", *addresses]:
        with scripts_held(page):
            page.goto(site.url + address, wait_until="load")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            page.evaluate("document.fonts.ready")
            plain = _places(page, "body" if address == "/" else "first-sight")

        live(page)
        if address == "/":
            expect(page.locator(".rx-Html")).to_have_count(0)
        expect(page.locator("main time").first).to_be_visible()

        assert len(plain) > 10
        places = _places(page, "body")
        assert [words for words, *_ in places] == [words for words, *_ in plain]
        moved = [(here, there) for here, there in zip(places, plain, strict=True) if _distance(here, there) > A_PIXEL]
        assert moved == []
        assert page.evaluate(SHIFT) <= LARGEST_SHIFT


def test_a_double_click_on_the_navigation_counts_once(site: Site, page: Page, addresses: list[str]) -> None:
    page.goto(site.url + addresses[1])
    live(page)
    wait_until_awake(page)
    page.evaluate("""() => {
        window.pressed = 0;
        document.querySelector("header nav").addEventListener("click", () => { pressed += 1; }, { capture: true });
    }""")
    page.get_by_role("navigation", name="Main").get_by_role("button", name="Sessions").dblclick()

    expect(page.get_by_role("dialog", name="Live and upcoming sessions")).to_be_visible()
    assert page.evaluate("pressed") == 1


def test_a_button_pressed_before_the_page_is_awake_is_not_pressed_in_vain(site: Site, page: Page) -> None:
    with scripts_held(page):
        page.goto(f"{site.url}/register/", wait_until="load")
        page.locator("#register-role-mentor").click()
        expect(page.locator("#register-email")).to_be_hidden()

    expect(page.locator("#register-email")).to_be_focused()


def _distance(here: Place, there: Place) -> float:
    return max(abs(here[1] - there[1]), abs(here[2] - there[2]))


def _places(page: Page, inside: str) -> list[Place]:
    """The words of every element of the content and where they stand."""
    script = """(inside) => {
        const own = (element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
        const found = [];
        for (const element of document.querySelectorAll(`${inside} main *:not(style)`)) {
            const words = own(element).map((node) => node.data).join("").trim();
            if (!words || element.closest(".sr-only")) continue;
            const range = document.createRange();
            range.selectNodeContents(element);
            const { x, y } = range.getBoundingClientRect();
            found.push([words, x, y]);
        }
        return found;
    }"""
    return page.evaluate(script, inside)  # type: ignore[no-any-return]


def test_a_reader_without_javascript_can_read_and_go_on(
    site: Site, new_browser: Callable[[], Browser], addresses: list[str]
) -> None:
    page = new_browser().new_page(java_script_enabled=False)
    page.goto(site.url + addresses[0])
    expect(page.get_by_role("heading", level=1)).to_have_text("Loops from scratch")
    page.get_by_role("link", name="Meera Iyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meera Iyer")
    page.goto(site.url)
    page.get_by_role("link", name="Loops from scratch").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Loops from scratch")


def test_a_visitor_is_carried_to_this_very_booking(
    site: Site, page: Page, new_browser: Callable[[], Browser], addresses: list[str]
) -> None:
    page.goto(site.url + addresses[0])
    live(page)
    book = page.get_by_role("link", name="Book Loops from scratch")
    way_on = book.evaluate("(link) => new URLSearchParams(link.search).get('next')")
    book.click()
    expect(page.get_by_role("dialog", name=REGISTER)).to_be_visible()

    page = signed_in_page(site, new_browser(), a_learner())
    page.goto(site.url + way_on)

    dialog = page.get_by_role("dialog", name="Book this session")
    expect(dialog.get_by_role("heading", name="Loops from scratch")).to_be_visible()
    expect(dialog).to_contain_text("₹1,650")


def test_a_learner_goes_straight_to_the_booking(
    site: Site, new_browser: Callable[[], Browser], addresses: list[str]
) -> None:
    page = signed_in_page(site, new_browser(), a_learner())
    page.goto(site.url + addresses[0])
    live(page)
    page.locator("main [data-book]").click()
    expect(page.get_by_role("dialog", name="Book this session")).to_contain_text("Loops from scratch")


def test_a_mentor_is_not_asked_to_book(site: Site, new_browser: Callable[[], Browser], addresses: list[str]) -> None:
    page = signed_in_page(site, new_browser(), a_mentor("Mohan"))
    for address in addresses:
        page.goto(site.url + address)
        live(page)
        expect(page.get_by_text("₹1,500").first).to_be_visible()
        expect(page.locator("main [data-book]")).to_have_count(0)


def test_a_booking_that_came_too_late_is_told_so(
    site: Site, new_browser: Callable[[], Browser], addresses: list[str]
) -> None:
    number = int(addresses[0].split("/")[2])
    a_request(number)
    page = signed_in_page(site, new_browser(), a_learner())

    page.goto(f"{site.url}/dashboard/learner/?book={number}")

    expect(page.get_by_text("Slot taken")).to_be_visible()
    expect(page.get_by_role("dialog", name="Book this session")).to_have_count(0)


def test_the_keyboard_keeps_its_place_when_the_live_page_comes(site: Site, page: Page, addresses: list[str]) -> None:
    with scripts_held(page):
        page.goto(site.url + addresses[0], wait_until="load")
        page.locator("first-sight [data-book]").focus()

    live(page)

    expect(page.locator("main [data-book]")).to_be_focused()


def test_what_was_said_about_one_page_is_gone_on_the_next(site: Site, page: Page, addresses: list[str]) -> None:
    page.goto(site.url + addresses[0])
    live(page)
    expect(page).to_have_title("Loops from scratch · PeerLearn")
    page.locator("main").get_by_role("link", name="Meera Iyer").click()
    expect(page).to_have_title("Meera Iyer · PeerLearn")
    expect(page.locator("[data-first-sight]")).to_have_count(0)
    expect(page.locator("title")).to_have_count(1)


def test_an_open_page_follows_what_happens(
    site: Site, page: Page, new_browser: Callable[[], Browser], addresses: list[str]
) -> None:
    number = int(addresses[0].split("/")[2])
    page.goto(site.url + addresses[1])
    live(page)
    expect(page.locator("main [data-book]")).to_have_count(1)

    learner = signed_in_page(site, new_browser(), a_learner())
    learner.goto(f"{site.url}/dashboard/learner/?book={number}")
    learner.locator("#booking-confirm").click()

    expect(page.locator("main [data-book]")).to_have_count(0)
    expect(page.get_by_text("Booked", exact=True)).to_be_visible()


@pytest.mark.parametrize("address", ["/sessions/999999/", "/mentors/nobody/"])
def test_nothing_there_is_said_plainly(site: Site, new_browser: Callable[[], Browser], address: str) -> None:
    page = new_browser().new_page()
    answer = page.goto(site.url + address)
    assert answer is not None and answer.status == 404
    live(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("There is no such"))
    expect(page).to_have_title(re.compile("There is no such"))


def test_a_session_of_the_past_is_not_offered(site: Site, page: Page) -> None:
    over = an_offering(title="Long ago", starts_at=clock.now() - timedelta(days=2))
    page.goto(f"{site.url}/sessions/{over}/")
    live(page)
    expect(page.get_by_text("This session is over.")).to_be_visible()
    expect(page.locator("main [data-book]")).to_have_count(0)
