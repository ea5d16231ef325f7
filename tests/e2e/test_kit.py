"""The design system in a browser: /dev/kit, where every part stands in every state, and the way light and dark come.

With TAKE_PICTURES set it also leaves pictures of the page in docs/pictures.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site, running_site

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SECTIONS = 12
GROUND = "getComputedStyle(document.documentElement).backgroundColor"
LIGHT_PAPER, DARK_PAPER = "rgb(247, 247, 245)", "rgb(20, 19, 22)"
STICKING_OUT = """() => [...document.querySelectorAll("body *")]
    .filter((part) => part.getBoundingClientRect().right > innerWidth + 1 && !part.closest("dialog"))
    .map((part) => part.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, built_front_end: Path) -> Iterator[Site]:
    """One for all: nothing here changes a row."""
    with running_site(tmp_path_factory.mktemp("kit"), REFLEX_WEB_WORKDIR=str(built_front_end)) as running:
        yield running


@pytest.fixture
def browser(new_browser: Callable[[], Browser]) -> Browser:
    """One browser."""
    return new_browser()


@pytest.fixture
def page(site: Site, browser: Browser) -> Iterator[Page]:
    """The kit on a large screen; it must not complain."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    complaints = complaints_of(page)
    page.goto(f"{site.url}/dev/kit/")
    expect(page.locator("#light-dialog")).to_be_visible()
    yield page
    assert complaints == []


@pytest.mark.parametrize("width", [360, 390, 768, 1440])
def test_every_part_has_its_place_at_every_width(site: Site, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{site.url}/dev/kit/")
    expect(page.locator("#dark-say")).to_be_visible()

    assert page.locator("[data-kit]").count() == SECTIONS
    assert page.evaluate(STICKING_OUT) == []
    assert page.evaluate("document.fonts.check('700 24px Poppins') && document.fonts.check('16px Inter')")
    if os.environ.get("TAKE_PICTURES") and width in (390, 1440):
        page.screenshot(path=PICTURES / f"kit-{width}.png", full_page=True)


def test_a_dialog_keeps_the_focus_and_gives_it_back(page: Page) -> None:
    opener = page.locator("#light-dialog")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Book this session")
    expect(dialog).to_be_visible()

    visited = []
    for _ in range(4):
        page.keyboard.press("Tab")
        visited.append(page.evaluate("document.activeElement.closest('dialog') !== null"))
    page.keyboard.press("Escape")

    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()
    # The browser lends its own frame a turn between the last and the first.
    assert visited.count(False) <= 1


def test_a_sheet_closes_by_its_cross_and_by_a_press_outside(page: Page) -> None:
    sheet = page.get_by_role("dialog", name="Menu")

    for close in (lambda: sheet.get_by_role("button", name="Close").click(), lambda: page.mouse.click(40, 400)):
        page.locator("#dark-sheet").click()
        expect(sheet).to_be_visible()
        close()
        expect(sheet).to_have_count(0)


def test_messages_come_one_after_another_and_stay_while_they_ask(page: Page) -> None:
    for _ in range(4):
        page.locator("#light-say").click()
    shown = page.locator(".pop-up")

    expect(shown).to_have_text([_containing("Session in 10 minutes"), _containing("Booked")])
    expect(shown).to_have_text([_containing("Session in 10 minutes"), _containing("A new code")])
    expect(page.locator("[role=alert] .pop-up")).to_have_text("That was too quick. Please wait a moment and try again.")
    expect(shown).to_have_text([_containing("Session in 10 minutes")])
    shown.get_by_role("button", name="Close message").click()
    expect(shown).to_have_count(0)


def test_tags_are_chosen_and_taken_back_with_keys_alone(page: Page) -> None:
    field = page.locator("#light-skills")
    posted = page.locator("form[aria-label='Fields, light'] input[name=skills]")
    field.fill("ph")
    expect(page.get_by_role("option")).to_have_text(["Physics", "Photography"])

    for key in ("ArrowDown", "ArrowDown", "Enter"):
        field.press(key)
    field.press_sequentially("Knots, python,")
    expect(posted).to_have_value("Python, Algebra, Photography, Knots")
    field.press("Backspace")
    expect(posted).to_have_value("Python, Algebra, Photography")
    expect(field).to_be_focused()


def test_a_password_can_be_looked_at_and_is_hidden_again_when_sent(page: Page) -> None:
    field = page.locator("#light-password")
    eye = page.get_by_role("form", name="Fields, light").get_by_role("button", name="Show the password")
    field.fill("correct horse")
    expect(field).to_have_attribute("type", "password")

    eye.click()
    expect(field).to_have_attribute("type", "text")
    expect(eye).to_have_attribute("aria-pressed", "true")
    expect(field).to_have_value("correct horse")
    field.evaluate("(field) => field.form.dispatchEvent(new SubmitEvent('submit'))")
    expect(field).to_have_attribute("type", "password")
    expect(eye).to_have_attribute("aria-pressed", "false")


def test_a_suggestion_is_taken_and_a_correction_undone_with_one_press(page: Page) -> None:
    form = page.get_by_role("form", name="Fields, light")
    expect(page.locator("#light-corrected")).to_have_value("Bengaluru")

    form.get_by_role("button", name="asha@gmail.com").click()
    expect(page.locator("#light-suggested")).to_have_value("asha@gmail.com")
    form.get_by_role("button", name="Undo").click()
    expect(page.locator("#light-corrected")).to_have_value("bengaluru")


def test_a_file_is_sent_refused_and_tried_again(site: Site, browser: Browser) -> None:
    page = browser.new_page()  # one that may complain: a refusal by the door is an error on the console
    tries = iter([(415, "That is no picture."), (200, "photo-1")])

    def door(route: Route) -> None:
        status, words = next(tries)
        route.fulfill(status=status, body=words)

    page.route("**/nobody-takes-this", door)
    page.goto(f"{site.url}/dev/kit/")
    field = page.locator("#light-photo")
    said = page.locator(".upload", has=field).get_by_role("status")
    posted = page.locator("form[aria-label='Fields, light'] input[name=photo]")
    picture = {"name": "me.png", "mimeType": "image/png", "buffer": b"picture"}

    field.set_input_files({**picture, "mimeType": "text/plain"})
    expect(said).to_have_text("That kind of file is not taken here.")
    field.set_input_files({**picture, "buffer": bytes(200_001)})
    expect(said).to_have_text("That file is too large.")
    field.set_input_files(picture)
    expect(said).to_have_text("That is no picture.")
    page.get_by_role("form", name="Fields, light").get_by_role("button", name="Choose another").click()
    field.set_input_files(picture)
    expect(said).to_have_text("It has arrived.")
    expect(posted).to_have_value("photo-1")


def test_a_tooltip_comes_with_the_focus_and_goes_with_escape(page: Page) -> None:
    control = page.locator("[data-kit=Buttons] .light button", has_text="Verified")
    words = page.locator("#light-why-verified")
    control.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(words).to_be_visible()
    assert control.get_attribute("aria-describedby") == "light-why-verified"

    page.keyboard.press("Escape")
    expect(words).to_be_hidden()


def test_pressing_ripples_only_for_those_who_want_motion(page: Page) -> None:
    page.evaluate("""() => {
        window.ripples = 0;
        new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(
            (node) => (window.ripples += node.className === "ripple")))).observe(document.body, { childList: true });
    }""")
    button = page.get_by_role("button", name="Book now").first

    button.click()
    expect(page.locator(".ripple")).to_have_count(0)
    assert page.evaluate("window.ripples") == 1
    page.emulate_media(reduced_motion="reduce")
    button.click()
    assert page.evaluate("window.ripples") == 1
    moving = "document.getAnimations().filter(({ playState }) => playState === 'running').length"
    assert page.evaluate(moving) == 0


@pytest.mark.parametrize(("scheme", "paper"), [("light", LIGHT_PAPER), ("dark", DARK_PAPER)])
def test_the_page_follows_the_system_even_without_scripts(
    site: Site, browser: Browser, scheme: str, paper: str
) -> None:
    with browser.new_context(color_scheme=scheme, java_script_enabled=False) as visitor:  # type: ignore[arg-type]
        page = visitor.new_page()
        page.goto(site.url)

        assert page.locator("html").evaluate("(html) => getComputedStyle(html).backgroundColor") == paper


def test_a_chosen_mode_is_there_before_the_first_paint(site: Site, browser: Browser) -> None:
    with browser.new_context(color_scheme="dark") as visitor:
        page = visitor.new_page()
        page.goto(f"{site.url}/dev/kit/")
        switch = page.locator("main [data-mode-switch]")
        expect(switch).to_be_visible()
        assert page.evaluate(GROUND) == DARK_PAPER
        _settled(page.locator("#light-dialog"))

        page.get_by_role("radio", name="Dark").check(force=True)
        switch.click()
        page.wait_for_function("() => document.documentElement.classList.contains('light')")
        assert page.evaluate(GROUND) == LIGHT_PAPER
        assert _grounds_of_a_load(visitor, f"{site.url}/dev/kit/") == {LIGHT_PAPER}

        page.get_by_role("radio", name="As my system").check(force=True)
        page.wait_for_function("() => document.documentElement.classList.contains('dark')")
        assert _grounds_of_a_load(visitor, f"{site.url}/dev/kit/") == {DARK_PAPER}


def _grounds_of_a_load(visitor: BrowserContext, address: str) -> set[str]:
    """The colours that the page had, frame by frame, from its first one until it was alive."""
    page = visitor.new_page()
    page.add_init_script(f"""
        window.grounds = new Set();
        const look = () => {{
            if (document.body) window.grounds.add({GROUND});
            requestAnimationFrame(look);
        }};
        requestAnimationFrame(look);
    """)
    page.goto(address)
    _settled(page.locator("#light-dialog"))
    return set(page.evaluate("[...window.grounds]"))


def _settled(part: Locator) -> None:
    """Parts that come after the page are there: its scripts run."""
    expect(part).to_be_visible()


def _containing(words: str) -> re.Pattern[str]:
    return re.compile(re.escape(words))
