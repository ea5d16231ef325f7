"""A form that is refused leads to what is wrong, and a line that cannot be sent is not lost without a word."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.quality.screens import IN_ROOM, SCREENS, Screen
from tests.e2e.quality.visits import DESKTOP, context_of, visit
from tests.e2e.quality.world import World, a_room_for_two
from tests.e2e.site import Site

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
    browser: Browser, site: Site, world: World
) -> None:
    [lobby] = [screen for screen in SCREENS if screen.name == "lobby"]
    own = a_room_for_two()  # what is said here stays, and the other lobby has its picture taken
    page = visit(context_of(browser, site.url, own, IN_ROOM), site.url, lobby, own, width=DESKTOP).page
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
    page.context.close()


def _say(page: Page, words: str) -> None:
    page.locator("#chat-input").fill(words)
    page.locator("#chat-input").press("Enter")
