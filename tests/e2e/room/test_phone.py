"""A lesson on two phones: whatever may be pressed is on the screen, also while the board is open."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.room.lesson import Lesson

# What may be pressed and lies outside of the screen, unless a finger can swipe it in from the side.
BEYOND = """(places) => [...document.querySelectorAll(places)]
    .filter((one) => one.checkVisibility() && one.getClientRects().length)
    .filter((one) => {
        const { left, right, top, bottom } = one.getBoundingClientRect();
        return left < 0 || right > innerWidth || top < 0 || bottom > innerHeight;
    })
    .map((one) => one.id || one.getAttribute("aria-label") || one.innerText)"""
IN_CALL = ".stage button, #topics-button"


def beyond(page: Page, places: str = IN_CALL) -> list[str]:
    return list(page.evaluate(BEYOND, places))


@pytest.mark.timeout(180)
def test_everything_to_press_is_on_the_screen(lesson: Callable[[], Lesson]) -> None:
    meeting = lesson()
    mentor, learner = meeting.mentor.page, meeting.learner.page
    for page in (mentor, learner):
        page.set_viewport_size({"width": 390, "height": 844})
        expect(page.locator("#end-session")).to_be_in_viewport(ratio=1)
        assert beyond(page) == []

    mentor.locator("#end-session").click()
    expect(mentor.get_by_role("alert").filter(has_text="Ending for both in")).to_be_in_viewport(ratio=1)
    assert beyond(mentor) == []
    mentor.locator(".keep-going").click()
    expect(mentor.locator("#end-session")).to_be_focused()

    for page in (mentor, learner):
        page.locator("#board-button").click()
        page.locator(".board-surface[data-read-only='false']").wait_for()
        expect(page.get_by_role("button", name="Undo")).to_be_in_viewport(ratio=1)
        assert beyond(page, IN_CALL + ", .board-bar button, .board button[aria-label]") == []
