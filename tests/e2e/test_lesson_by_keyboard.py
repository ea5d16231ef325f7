"""A whole lesson without a mouse: lobby, call, chat, board, topics, recording, gift, end and feedback.

After every step the focus is somewhere, and whoever looks can see where.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from tests import makers
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.integration.ui.cast import signed_in

MOST_TABS = 60
# Where the focus is: nowhere, unseen, or the place's id.
FOCUS = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return "nowhere";
    const seen = at.getBoundingClientRect();
    const style = getComputedStyle(at);
    const marked = style.outlineStyle !== "none" || style.boxShadow !== "none" || at.tabIndex === -1;
    return seen.width && seen.height && marked ? at.id || at.tagName : `unseen ${at.outerHTML.slice(0, 80)}`;
}"""


def walk_to(page: Page, place: str, *, back: bool = False) -> None:
    """Press Tab until the focus is there; it is seen at every stop."""
    target = page.locator(place).locator("visible=true").first
    target.wait_for()
    for _ in range(MOST_TABS):
        if target.evaluate("(element) => element === document.activeElement"):
            assert not page.evaluate(FOCUS).startswith("unseen"), page.evaluate(FOCUS)
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{MOST_TABS} presses of Tab did not lead to {place}; the focus is {page.evaluate(FOCUS)}")


def press(page: Page, place: str, key: str = "Enter", *, back: bool = False) -> None:
    """Walk there and press it."""
    walk_to(page, place, back=back)
    expect(page.locator(place).locator("visible=true").first).to_be_enabled()
    page.keyboard.press(key)


def expect_focus(page: Page) -> None:
    """It is not lost by what was just done."""
    for _ in range(30):
        if (at := page.evaluate(FOCUS)) != "nowhere":
            assert not at.startswith("unseen"), at
            return
        page.wait_for_timeout(100)
    raise AssertionError("the focus is nowhere")


@pytest.mark.timeout(300)
def test_two_people_go_through_a_whole_lesson(site: Site, database: str, new_browser: Callable[[], Browser]) -> None:
    in_use.use(site.database_url)
    people = {"mentor": makers.a_mentor("Asha Rao"), "learner": makers.a_learner("Ravi Iyer")}
    soon = clock.now() + timedelta(minutes=2)
    offering = makers.an_offering(people["mentor"], starts_at=soon)
    room_id = makers.a_confirmed_booking(offering, learner=people["learner"]).room_id
    pages, complaints = {}, []
    for who, person in people.items():
        context = new_browser().new_context(viewport={"width": 1280, "height": 800})
        name, _, token = signed_in(person).cookie.partition("=")
        context.add_cookies([{"name": name, "value": token, "url": site.url}])
        pages[who] = context.new_page()
        complaints.append(complaints_of(pages[who]))
        pages[who].goto(f"{site.url}/session/{room_id}/")
    mentor, learner = pages["mentor"], pages["learner"]

    for page in pages.values():
        page.locator("#join-now:enabled").wait_for()
        press(page, "#join-now")
        expect(page.locator(".stage")).to_have_attribute("data-joined", "true")
        expect_focus(page)
    for page in pages.values():
        expect(page.locator(".stage")).to_have_attribute("data-status", "connected", timeout=30_000)
    _they_mute(mentor)
    _they_chat(mentor, learner)
    _they_open_and_leave_the_board(mentor)
    _they_mark_a_topic(mentor, learner)
    _they_agree_to_a_recording(mentor, learner)
    _the_learner_looks_at_the_gift(learner)
    _they_end_it(mentor, learner)
    assert complaints == [[], []], "a page complained"
    in_use.use(database)


def _they_mute(mentor: Page) -> None:
    press(mentor, "#mute-button", "Space")
    expect(mentor.locator("#mute-button")).to_have_attribute("aria-pressed", "true")
    mentor.keyboard.press("Alt+m")
    expect(mentor.locator("#mute-button")).to_have_attribute("aria-pressed", "false")
    expect(mentor.locator("#mute-button")).to_be_focused()


def _they_chat(mentor: Page, learner: Page) -> None:
    walk_to(mentor, "#chat-input")
    mentor.keyboard.type("Shall we start?")
    mentor.keyboard.press("Enter")
    expect(learner.locator("#chat-lines")).to_contain_text("Shall we start?")
    expect(mentor.locator("#chat-input")).to_be_focused()


def _they_open_and_leave_the_board(mentor: Page) -> None:
    press(mentor, "#board-button", back=True)
    mentor.locator(".board-surface[data-read-only='false']").wait_for()
    expect(mentor.locator("#board-button")).to_be_focused()
    walk_to(mentor, "#board-png")
    while not mentor.evaluate("document.activeElement.closest('.board-surface') !== null"):
        mentor.keyboard.press("Tab")
        assert mentor.evaluate(FOCUS) != "nowhere"
    mentor.keyboard.press("7")  # the drawing library's own key for its pen
    expect(mentor.get_by_test_id("toolbar-freedraw")).to_be_checked()
    press(mentor, "#board-button", back=True)
    expect(mentor.locator("#board")).to_have_attribute("data-open", "false")
    expect(mentor.locator("#board-button")).to_be_focused()


def _they_mark_a_topic(mentor: Page, learner: Page) -> None:
    press(mentor, "#topics-button", back=True)
    expect(mentor.locator("#topics")).to_be_visible()
    expect_focus(mentor)
    press(mentor, "#topics [data-make=covered]")
    expect(learner.locator("#topics-button")).to_contain_text("1/1")
    expect_focus(mentor)
    mentor.keyboard.press("Escape")
    expect(mentor.locator("#topics-button")).to_be_focused()


def _they_agree_to_a_recording(mentor: Page, learner: Page) -> None:
    press(learner, "#record-button")
    mentor.locator("#recording-question").wait_for()
    expect_focus(mentor)
    press(mentor, "#recording-agree")
    for page in (mentor, learner):
        page.locator(".recording-mark").wait_for()
        expect_focus(page)
    learner.wait_for_timeout(2_500)  # something is recorded
    press(learner, "#record-button")
    expect(learner.locator(".recording-mark")).to_have_count(0)
    expect_focus(learner)


def _the_learner_looks_at_the_gift(learner: Page) -> None:
    press(learner, "#gift-button")
    walk_to(learner, "#gift-amount")
    learner.keyboard.press("Escape")
    expect(learner.locator("#gift-form")).to_be_hidden()
    expect(learner.locator("#gift-button")).to_be_focused()


def _they_end_it(mentor: Page, learner: Page) -> None:
    press(mentor, "#end-session", back=True)
    expect(mentor.locator(".keep-going")).to_be_focused()
    mentor.keyboard.press("Enter")  # a slip of the finger ends nothing
    expect_focus(mentor)
    press(mentor, "#end-session", back=True)
    for page in (mentor, learner):
        expect(page.locator("#feedback-form")).to_be_visible(timeout=20_000)
        expect_focus(page)
    walk_to(learner, "#feedback-form input[type=radio]")
    learner.keyboard.press("ArrowRight")
    walk_to(learner, "#feedback-comment")
    learner.keyboard.type("Clear and kind.")
    press(learner, "#feedback-send")
    expect(learner.locator("#feedback-form")).to_have_count(0)
    expect_focus(learner)
