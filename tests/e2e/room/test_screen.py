"""A screen beside the faces: one press to share, one to stop, and everybody large who should be."""

from collections.abc import Callable

import pytest

from tests.e2e.room.lesson import Lesson, Seat

MOVES = """async () => {
    const video = document.querySelector("#screen-video");
    const seen = video.getVideoPlaybackQuality().totalVideoFrames;
    await new Promise((done) => setTimeout(done, 700));
    return video.videoWidth > 0 && video.getVideoPlaybackQuality().totalVideoFrames > seen;
}"""


def width(seat: Seat, of: str) -> float:
    box = seat.page.locator(of).bounding_box()
    assert box is not None
    return box["width"]


@pytest.mark.timeout(180)
def test_a_screen_is_shared_and_taken_away(lesson: Callable[[], Lesson]) -> None:
    meeting = lesson()
    learner, mentor = meeting.learner.page, meeting.mentor.page

    learner.get_by_role("button", name="Share your screen").click()
    mentor.locator('.stage[data-screen="theirs"]').wait_for()
    assert mentor.get_by_text("Ravi Iyer’s screen").is_visible()
    assert mentor.evaluate(MOVES)
    assert learner.get_by_role("button", name="Stop sharing").get_attribute("aria-pressed") == "true"
    assert width(meeting.mentor, ".picture-screen") > 2 * width(meeting.mentor, ".picture-remote")
    assert mentor.evaluate("document.documentElement.scrollWidth <= innerWidth")

    learner.keyboard.press("Alt+s")
    mentor.locator('.stage[data-screen=""]').wait_for()
    assert mentor.locator("#screen-video").count() == 0


@pytest.mark.timeout(180)
def test_the_mentor_is_large_until_somebody_pins_the_other(lesson: Callable[[], Lesson]) -> None:
    meeting = lesson()

    assert width(meeting.mentor, ".picture-own") > 2 * width(meeting.mentor, ".picture-remote")
    assert width(meeting.learner, ".picture-remote") > 2 * width(meeting.learner, ".picture-own")

    meeting.mentor.page.get_by_role("button", name="Show Ravi Iyer large").click()
    assert width(meeting.mentor, ".picture-remote") > 2 * width(meeting.mentor, ".picture-own")
    assert width(meeting.learner, ".picture-remote") > 2 * width(meeting.learner, ".picture-own")

    meeting.mentor.page.reload()
    meeting.mentor.page.locator('.stage[data-large="theirs"]').wait_for()
