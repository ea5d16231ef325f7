"""A person's own account: its tabs, what they say of themselves, and who sees it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from peerlearn.kit import database as in_use
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.e2e.test_sections import DESKTOP, PHONE, context_of
from tests.makers import a_learner, a_mentor, a_request, an_offering

TABS = ["Profile", "Settings", "Logout"]
# One finger on the menu, from its left to its right.
SWIPE_RIGHT = """() => {
  const menu = document.querySelector("dialog.menu");
  const at = (x) => new Touch({identifier: 1, target: menu, clientX: x, clientY: 300});
  const tell = (kind, x) => menu.dispatchEvent(new TouchEvent(kind, {bubbles: true, changedTouches: [at(x)],
    touches: kind === "touchend" ? [] : [at(x)]}));
  tell("touchstart", 40);
  tell("touchmove", 200);
  tell("touchend", 360);
}"""


@pytest.fixture
def people(site: Site, database: str):
    """The rows of these tests go where the site reads."""
    in_use.use(site.database_url)
    yield
    in_use.use(database)


def underlined(page: Page) -> str:
    """The tab under which the orange line is."""
    here = page.locator('header nav [aria-current="page"]').locator("visible=true")
    expect(here).to_have_count(1)
    line = here.evaluate("tab => getComputedStyle(tab, '::before').backgroundColor")
    assert line == "rgb(255, 87, 52)"
    return here.inner_text()


@pytest.mark.usefixtures("people")
def test_tabs_are_addresses_without_new_documents(site: Site, new_browser: Callable[[], Browser]) -> None:
    page = context_of(new_browser(), site, a_learner("Ravi Iyer"), DESKTOP, touch=False).new_page()
    complaints = complaints_of(page)
    page.goto(f"{site.url}/dashboard/learner/")
    page.locator("aside").get_by_role("link", name="Profile").click()
    expect(page.locator("#profile-name")).to_have_value("Ravi Iyer")
    tabs = page.locator("header nav").locator("a, button").locator("visible=true")
    assert tabs.all_inner_texts() == TABS
    left, right = (tabs.nth(n).bounding_box() for n in (0, 1))
    assert left is not None and right is not None
    assert round(right["x"] - left["x"] - left["width"]) == 20
    assert underlined(page) == "Profile"

    page.evaluate("() => (window.sameDocument = true)")
    tabs.get_by_text("Settings").click()
    expect(page).to_have_url(f"{site.url}/profile/settings/")
    expect(page.locator("#devices li")).to_have_count(1)
    assert underlined(page) == "Settings"
    assert page.evaluate("window.sameDocument")
    tabs.nth(1).hover()
    expect(tabs.nth(1)).to_have_attribute("data-tip", "Manage settings")
    page.wait_for_function("""() => {
      const tip = getComputedStyle(document.querySelector('[data-tip="Manage settings"]'), "::after");
      return tip.visibility === "visible" && tip.opacity === "1" && tip.transform === "none";
    }""")

    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your profile")
    page.go_forward()
    page.get_by_text("Dark", exact=True).click()
    page.wait_for_function("document.documentElement.classList.contains('dark')")
    page.get_by_role("link", name="Back to your dashboard").click()
    page.wait_for_url("**/dashboard/learner/")
    assert complaints == []


@pytest.mark.usefixtures("people")
def test_a_phone_has_the_tabs_behind_three_lines(site: Site, new_browser: Callable[[], Browser]) -> None:
    page = context_of(new_browser(), site, a_mentor("Meera Iyer"), PHONE, touch=True).new_page()
    page.goto(f"{site.url}/profile/")
    expect(page.locator("#profile-save")).to_be_in_viewport()  # it stays in sight over a long form
    menu = page.locator("dialog.menu")
    page.locator("#menu-button").click()
    expect(menu.locator(".nav-item")).to_have_text(TABS)
    page.evaluate(SWIPE_RIGHT)
    expect(menu).to_be_hidden()
    page.locator("#menu-button").click()
    menu.get_by_role("link", name="Settings").click()
    expect(page.locator("#devices")).to_be_visible()
    expect(menu).to_be_hidden()
    page.locator("#menu-button").click()
    menu.get_by_role("button", name="Logout").click()
    page.wait_for_url(f"{site.url}/")
    page.goto(f"{site.url}/profile/settings/")
    page.wait_for_url("**/sign-in/?next=/profile/settings/")


@pytest.mark.usefixtures("people")
def test_what_a_mentor_says_is_read_by_everybody_at_once(site: Site, new_browser: Callable[[], Browser]) -> None:
    browser = new_browser()
    meera = a_mentor("Meera Iyer", skills=["Python"])
    page = context_of(browser, site, meera, DESKTOP, touch=False).new_page()
    complaints = complaints_of(page)
    page.goto(f"{site.url}/profile/")
    href = page.get_by_role("link", name="See your public page").get_attribute("href")
    visitor = browser.new_context().new_page()
    visitor.goto(f"{site.url}{href}")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Meera Iyer")
    expect(visitor.locator("#about")).to_have_count(0)

    page.locator("#profile-bio").fill("I teach loops.\nAnd patience.")
    page.locator("#profile-skills").press_sequentially("Lin")
    page.get_by_role("option", name="Linux").click()
    page.locator("#profile-domains").fill("Web Development,")
    page.locator("#profile-name").fill("")
    page.locator("#profile-save").click()
    expect(page.locator("#profile-name-problem")).to_have_text("Please give your name")
    expect(page.get_by_text("Missing field").first).to_be_visible()
    expect(page.locator("#profile-name")).to_be_focused()
    expect(page.locator("#profile-bio")).to_have_value("I teach loops.\nAnd patience.")
    expect(page.locator(".tag-chip")).to_have_text(["Python", "Linux", "Web Development"])

    page.locator("#profile-name").fill("Meera Nair")
    page.locator("#profile-save").click()
    expect(page.get_by_text("Saved. Others see it from now on.").first).to_be_visible()
    expect(page.locator("#profile-name-problem")).to_be_empty()
    expect(page.locator("main header")).to_contain_text("Meera Nair")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Meera Nair")  # without a reload
    expect(visitor.locator("#about")).to_contain_text("And patience.")
    expect(visitor.locator("main")).to_contain_text("Linux")

    page.reload()
    expect(page.locator("#profile-bio")).to_have_value("I teach loops.\nAnd patience.")
    expect(page.locator(".tag-chip")).to_have_text(["Python", "Linux", "Web Development"])
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{site.url}{href}")
    expect(plain.locator("#about").first).to_contain_text("I teach loops.")
    assert complaints == []


@pytest.mark.usefixtures("people")
def test_a_mentor_reads_who_asks(site: Site, new_browser: Callable[[], Browser]) -> None:
    browser = new_browser()
    meera, ravi = a_mentor("Meera Iyer"), a_learner("Ravi Iyer")
    a_request(an_offering(meera), learner=ravi)
    theirs = context_of(browser, site, meera, DESKTOP, touch=False).new_page()
    theirs.goto(f"{site.url}/dashboard/mentor/")
    expect(theirs.locator("#requests article")).to_contain_text("Ravi Iyer")
    page = context_of(browser, site, ravi, DESKTOP, touch=False).new_page()
    page.goto(f"{site.url}/profile/")

    page.locator("#profile-bio").fill("I want to build games.")
    page.locator("#profile-name").fill("Ravi Kumar")
    page.locator("#profile-save").click()

    expect(theirs.locator("#requests article")).to_contain_text("Ravi Kumar")
    expect(theirs.locator("#requests article")).to_contain_text("I want to build games.")


# A second of colours, as a real file of the browser's own making.
RECORD = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 320, height: 180});
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(25), {mimeType: "video/webm"});
  const parts = [];
  recorder.ondataavailable = ({data}) => parts.push(data);
  const painting = setInterval(() => {
    pen.fillStyle = `hsl(${performance.now() % 360} 80% 60%)`;
    pen.fillRect(0, 0, 320, 180);
  }, 40);
  recorder.start();
  await new Promise((done) => setTimeout(done, 1000));
  const stopped = new Promise((done) => (recorder.onstop = done));
  recorder.stop();
  await stopped;
  clearInterval(painting);
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return Array.from(bytes);
}"""
PLAYS = "video => video.readyState >= 1 && video.videoWidth === 320"


@pytest.mark.usefixtures("people")
def test_a_mentor_introduces_themselves(site: Site, new_browser: Callable[[], Browser], tmp_path: Path) -> None:
    browser = new_browser()
    page = context_of(browser, site, a_mentor("Meera Iyer"), DESKTOP, touch=False).new_page()
    complaints = complaints_of(page)
    page.goto(f"{site.url}/dashboard/mentor/")
    page.get_by_role("link", name="Open your profile").click()
    href = page.get_by_role("link", name="See your public page").get_attribute("href")
    visitor = browser.new_context().new_page()
    visitor.goto(f"{site.url}{href}")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Meera Iyer")
    expect(visitor.locator("video")).to_have_count(0)
    recorded = bytes(page.evaluate(RECORD))

    page.locator("#profile-bio").fill("Typed, and not saved yet.")
    disguised = {"name": "me.webm", "mimeType": "video/webm", "buffer": b"<html>" * 100}
    page.locator("#profile-video").set_input_files(disguised)  # type: ignore[arg-type]
    expect(page.locator("#intro-video .upload-trouble")).to_contain_text("no video that we can show")
    with (tmp_path / "long.webm").open("wb") as file:
        file.truncate(50_000_001)
    page.locator("#profile-video").set_input_files(tmp_path / "long.webm")
    expect(page.locator("#intro-video .upload-trouble")).to_contain_text("too large")

    sent = {"name": "me.webm", "mimeType": "video/webm", "buffer": recorded}
    page.locator("#profile-video").set_input_files(sent)  # type: ignore[arg-type]
    expect(page.get_by_text("Your video is on your public page.").first).to_be_visible()
    expect(page.locator("#profile-bio")).to_have_value("Typed, and not saved yet.")
    page.wait_for_function(f"({PLAYS})(document.querySelector('#intro-video video'))")
    expect(visitor.locator("#introduction video")).to_be_visible()  # without a reload
    visitor.wait_for_function(f"({PLAYS})(document.querySelector('#introduction video'))")
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{site.url}{href}")
    shown = plain.locator("#introduction video").first
    assert shown.get_attribute("preload") == "metadata"
    assert shown.get_attribute("controls") is not None

    page.get_by_role("link", name="Back to your dashboard").click()
    expect(page.locator("#requests")).to_be_visible()
    expect(page.locator("#introduce-yourself")).to_have_count(0)
    page.go_back()
    page.locator("#profile-video-remove").click()
    expect(page.locator("#intro-video video")).to_have_count(0)
    expect(visitor.locator("#introduction")).to_have_count(0)
    assert [line for line in complaints if "415" not in line] == []
