"""A form that is refused leads to what is wrong, and a line that cannot be sent is not lost without a word."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from peerlearn.kit import database as in_use
from tests.e2e.quality.screens import IN_ROOM, SCREENS, Screen
from tests.e2e.quality.visits import DESKTOP, context_of, visit
from tests.e2e.quality.world import World, a_world
from tests.e2e.site import Site, running_site

REFUSED = [screen for screen in SCREENS if screen.name.endswith("with mistakes")]
FIRST_IS_FOCUSED = """() => {
    const wrong = [...document.querySelectorAll('[aria-invalid="true"]')].filter((each) => each.checkVisibility());
    return wrong.length > 0 && document.activeElement === wrong[0];
}"""


@pytest.mark.parametrize("screen", REFUSED, ids=str)
def test_the_first_field_that_is_wrong_has_the_focus(
    screen: Screen, contexts: Callable[[str], BrowserContext], site: Site, world: World
) -> None:
    page = visit(contexts(screen.who), site.url, screen, world, width=DESKTOP).page

    assert page.evaluate(FIRST_IS_FOCUSED)
    page.close()


def test_a_chat_line_that_is_refused_says_why_and_can_be_sent_again_or_discarded(
    browser: Browser, site: Site, world: World, tmp_path: Path, built_front_end: Path
) -> None:
    [lobby] = [screen for screen in SCREENS if screen.name == "lobby"]
    # A site of its own: what is said stays, and the other lobby has its picture taken.
    with running_site(tmp_path, REFLEX_WEB_WORKDIR=str(built_front_end)) as own:
        in_use.use(own.database_url)
        there = a_world()
        in_use.use(site.database_url)
        page = visit(context_of(browser, own.url, there, IN_ROOM), own.url, lobby, there, width=DESKTOP).page
        _refused_and_discarded(page)
        page.context.close()


def _refused_and_discarded(page: Page) -> None:
    # Nobody can type so much; a script could, and the server does not take it.
    page.evaluate("document.querySelector('#chat-input').removeAttribute('maxlength')")
    _say(page, "too long " * 300)

    unsent = page.locator(".chat-unsent")
    expect(unsent).to_contain_text("Not sent. That message is too long; please send it in parts.")
    expect(page.locator("#chat-lines")).not_to_contain_text("sending…")
    _say(page, "This one is short")
    expect(page.locator("#chat-lines")).to_contain_text("This one is short")

    unsent.get_by_role("button", name="Send again").click()
    expect(page.locator("#chat-input")).to_be_focused()
    expect(unsent.get_by_role("listitem")).to_have_count(1)
    unsent.get_by_role("button", name="Discard").click()
    expect(unsent).to_have_count(0)
    expect(page.locator("#chat-lines")).not_to_contain_text("too long")


def _say(page: Page, words: str) -> None:
    page.locator("#chat-input").fill(words)
    page.locator("#chat-input").press("Enter")
