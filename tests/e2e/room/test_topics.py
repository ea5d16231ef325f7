"""The checklist of a lesson: what one marks the other sees, by mouse and by keyboard, and a reload keeps."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import complaints_of
from tests.e2e.room.lesson import Lesson


def open_topics(page: Page) -> None:
    page.locator("#topics-button").click()
    expect(page.locator("#topics")).to_be_visible()


@pytest.mark.timeout(180)
def test_what_one_marks_the_other_sees_and_a_reload_keeps(lesson: Callable[[], Lesson]) -> None:
    meeting = lesson()
    mentor, learner = meeting.mentor.page, meeting.learner.page
    complaints = [complaints_of(seat.page) for seat in meeting.both]
    expect(mentor.locator("#topics")).to_be_hidden()
    for page in (mentor, learner):
        open_topics(page)
        expect(page.locator("#topics [data-mark=planned]")).to_have_count(1)

    mentor.locator("#topics [data-make=covered]").press("Enter")
    for page in (mentor, learner):
        expect(page.locator("#topics [data-mark=covered]")).to_contain_text("Covered")
        expect(page.locator("#topics-button")).to_contain_text("1/1")

    expect(learner.locator("#topics [data-make]")).to_have_count(1)  # what is covered, the mentor alone says
    learner.locator('#topics [data-make="needs work"]').click()
    expect(mentor.locator('#topics [data-mark="needs work"]')).to_be_visible()
    expect(learner.locator('#topics [data-make="needs work"]')).to_have_attribute("aria-pressed", "true")

    learner.keyboard.press("Escape")
    expect(learner.locator("#topics")).to_be_hidden()
    expect(learner.locator("#topics-button")).to_be_focused()
    learner.reload()
    open_topics(learner)
    expect(learner.locator('#topics [data-mark="needs work"]')).to_be_visible()
    assert complaints == [[], []]
