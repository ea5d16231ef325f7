"""Going about in a dashboard: sections change without a new document, survive reload and back, and nothing blinks."""

import re
from collections.abc import Callable

from playwright.sync_api import Browser, BrowserContext, Page, expect

from peerlearn.domain.accounts import Viewer
from peerlearn.kit import database as in_use
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.integration.ui.cast import signed_in
from tests.makers import a_mentor, a_request, an_admin, an_offering

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}
MENTOR = ["Home", "Create Session", "Bookings", "Earnings", "Withdrawals", "Analytics", "Profile", "Logout"]
ADMIN = ["Users", "Sessions", "Payments", "Analytics", "Withdrawals", "Logout"]
WATCH_FOR_BLINKS = """() => {
  window.blinks = 0;
  new MutationObserver(() => (window.blinks += document.querySelectorAll('[aria-busy="true"]').length))
    .observe(document.body, {childList: true, subtree: true});
}"""
# One finger on the sheet, from its top downwards.
SWIPE_DOWN = """() => {
  const sheet = document.getElementById("more-places");
  const at = (y) => new Touch({identifier: 1, target: sheet, clientX: 100, clientY: y});
  const tell = (kind, y) => sheet.dispatchEvent(new TouchEvent(kind, {bubbles: true, changedTouches: [at(y)],
    touches: kind === "touchend" ? [] : [at(y)]}));
  tell("touchstart", 600);
  tell("touchmove", 640);
  tell("touchend", 700);
}"""


def context_of(
    browser: Browser, site: Site, viewer: Viewer, viewport: dict[str, int], *, touch: bool
) -> BrowserContext:
    context = browser.new_context(viewport=viewport, has_touch=touch)  # type: ignore[arg-type]
    name, _, value = signed_in(viewer).cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": site.url}])
    return context


def sidebar(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("aside nav").locator("a, button").all_inner_texts()]


def go_about(page: Page, site: Site) -> None:
    """Section after section by its link, each with its heading and its mark."""
    for word, place in (("Create Session", "create"), ("Earnings", "earnings"), ("Bookings", "bookings")):
        page.locator("aside").get_by_role("link", name=word).click()
        expect(page).to_have_url(f"{site.url}/dashboard/mentor/{place}/")
        expect(page.get_by_role("heading", level=1)).to_have_text(word)
        expect(page.locator('aside [aria-current="page"]')).to_have_text(word)
        expect(page.locator('[aria-busy="true"]')).to_have_count(0)


def test_a_mentor_goes_about(site: Site, new_browser: Callable[[], Browser], database: str) -> None:
    in_use.use(site.database_url)
    meera = a_mentor("Meera Iyer")
    a_request(an_offering(meera))
    page = context_of(new_browser(), site, meera, DESKTOP, touch=False).new_page()
    complaints = complaints_of(page)
    page.goto(f"{site.url}/dashboard/mentor/")
    expect(page.locator("#requests article")).to_have_count(1)
    bell = page.get_by_role("link", name="1 waiting for your answer")
    expect(bell).to_be_visible()
    assert sidebar(page) == [*MENTOR[:2], "Bookings 1 Pending", *MENTOR[3:]]

    go_about(page, site)  # some lists are read when they are first seen

    page.evaluate(WATCH_FOR_BLINKS)
    go_about(page, site)
    assert page.evaluate("window.blinks") == 0  # and the same document all the way

    expect(bell).to_be_visible()
    assert page.locator(".bell").count() == 0  # it shakes for news alone

    page.reload()
    expect(bell).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bookings")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Earnings")
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bookings")
    assert complaints == []


def test_shows_one_page_to_whoever_goes_back_before_it_is_alive(
    site: Site, new_browser: Callable[[], Browser], database: str
) -> None:
    in_use.use(site.database_url)
    page = context_of(new_browser(), site, a_mentor("Meera Iyer"), DESKTOP, touch=False).new_page()
    page.goto(f"{site.url}/dashboard/mentor/earnings/")
    expect(page.locator("#earnings-available")).to_be_visible()
    page.locator("aside").get_by_role("link", name="Bookings").click()
    expect(page.locator("#requests")).to_be_visible()

    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    page.reload(wait_until="commit")
    page.locator("h1", has_text="Bookings").wait_for()
    page.go_back(wait_until="commit")
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})

    expect(page.locator("#earnings-available")).to_be_visible()
    expect(page.locator("main")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("Earnings")


def test_the_rest_is_behind_more_on_a_phone(site: Site, new_browser: Callable[[], Browser], database: str) -> None:
    in_use.use(site.database_url)
    page = context_of(new_browser(), site, a_mentor("Meera Iyer"), PHONE, touch=True).new_page()
    page.goto(f"{site.url}/dashboard/mentor/")
    expect(page.locator("#requests")).to_be_visible()
    bar, more = page.locator(".bottom-bar"), page.locator("#more-places")

    page.get_by_role("button", name="More").tap()
    expect(more).to_be_visible()
    assert bar.locator("> a, > button").all_inner_texts() == [*MENTOR[:4], "More"]
    assert more.locator("a, button").all_inner_texts() == MENTOR[4:]
    page.evaluate(SWIPE_DOWN)
    expect(more).to_be_hidden()

    page.get_by_role("button", name="More").tap()
    page.keyboard.press("Escape")
    expect(more).to_be_hidden()

    page.wait_for_timeout(600)  # two quick taps on one thing count as one
    page.get_by_role("button", name="More").tap()
    more.get_by_role("link", name="Withdrawals").tap()
    expect(page).to_have_url(re.compile("/dashboard/mentor/withdrawals/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Withdrawals")
    expect(more).to_be_hidden()


def test_an_admin_sees_what_is_there(site: Site, new_browser: Callable[[], Browser], database: str) -> None:
    in_use.use(site.database_url)
    a_request()
    page = context_of(new_browser(), site, an_admin("Anil Rao"), DESKTOP, touch=False).new_page()
    page.goto(f"{site.url}/admin/")
    expect(page.locator("main dl")).to_have_text("Learners1Mentors1Admins1")
    assert sidebar(page) == ADMIN

    page.locator("aside").get_by_role("link", name="Payments").click()
    expect(page.locator("main dl").first).to_contain_text("Paid by learners₹1,100")
    page.locator("aside").get_by_role("link", name="Sessions").click()
    expect(page.locator("main dl").first).to_contain_text("Waiting for a mentor's answer1")
