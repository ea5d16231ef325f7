"""The whiteboard of a lesson: what one draws the other sees, through cuts and reloads, and each undoes their own."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import complaints_of
from tests.e2e.room.lesson import Lesson, Seat
from tests.networks import Networks

SAME_WITHIN = 20.0
SURFACE = ".board-surface[data-read-only='false']"


def open_board(page: Page) -> None:
    page.locator("#board-button").click()
    page.locator(SURFACE).wait_for()
    take_pen(page)


def take_pen(page: Page) -> None:
    page.get_by_test_id("toolbar-freedraw").check(force=True)


def draw(page: Page, x: int, y: int) -> None:
    """A stroke that begins so far from the surface's middle."""
    box = page.locator(SURFACE).bounding_box()
    assert box is not None
    left, top = box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y
    page.mouse.move(left, top)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(left + 8 * step, top + (12 if step % 2 else 0))
    page.mouse.up()


def picture(page: Page) -> str:
    """The name of the whole picture: how many elements, and a hash of their versions."""
    return page.locator(".board-surface").get_attribute("data-scene") or ""


def expect_the_same_picture(meeting: Lesson, *, elements: int) -> str:
    deadline = time.monotonic() + SAME_WITHIN
    while time.monotonic() < deadline:
        mentor, learner = (picture(seat.page) for seat in meeting.both)
        if mentor == learner and mentor.startswith(f"{elements}-"):
            return mentor
        meeting.mentor.page.wait_for_timeout(100)
    raise AssertionError(f"{mentor} is not {learner}, or has not {elements} elements")


@pytest.mark.timeout(180)
def test_what_one_draws_the_other_sees_and_a_reload_keeps(lesson: Callable[[], Lesson]) -> None:
    meeting = lesson()
    complaints = [complaints_of(seat.page) for seat in meeting.both]
    for seat in meeting.both:
        assert seat.page.locator(".excalidraw").count() == 0, "the drawing is fetched when it is wanted"
        open_board(seat.page)

    draw(meeting.mentor.page, -200, -60)
    expect_the_same_picture(meeting, elements=1)
    draw(meeting.learner.page, 40, 60)
    drawn = expect_the_same_picture(meeting, elements=2)
    for seat in meeting.both:
        expect(seat.page.locator("#remote-video")).to_be_in_viewport()
        expect(seat.page.locator("#own-video")).to_be_in_viewport()
    assert complaints == [[], []], "a page complained"

    meeting.learner.page.wait_for_timeout(1_000)  # what was drawn last is on its way to the server
    meeting.learner.page.reload()
    open_board(meeting.learner.page)
    assert expect_the_same_picture(meeting, elements=2) == drawn


PAINTED = """() => {
    const canvas = document.querySelector(".board-ink");
    if (!canvas?.width) return 0;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, at) => at % 4 === 3 && value).length;
}"""  # how many pixels of strokes lie over the picture


@pytest.mark.timeout(180)
def test_a_stroke_under_way_is_seen_over_the_picture_until_it_is_part_of_it(lesson: Callable[[], Lesson]) -> None:
    meeting = lesson()
    drawing, looking = meeting.mentor.page, meeting.learner.page
    for page in (drawing, looking):
        open_board(page)
    box = drawing.locator(SURFACE).bounding_box()
    assert box is not None
    left, top = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    drawing.mouse.move(left, top)
    drawing.mouse.down()
    both = f"() => [({PAINTED})(), document.querySelector('.board-surface').dataset.scene ?? '']"
    for step in range(1, 200):
        drawing.mouse.move(left + step % 90, top + step % 70)  # the hand never rests
        painted, scene = looking.evaluate(both)
        if painted:
            break
    assert painted and not scene.startswith("1-"), "it is not seen, or is in the picture already"

    drawing.mouse.up()
    expect_the_same_picture(meeting, elements=1)
    looking.wait_for_function(f"() => !({PAINTED})()")


@pytest.mark.timeout(180)
def test_undo_takes_back_ones_own_only(lesson: Callable[[], Lesson]) -> None:
    meeting = lesson()
    for seat in meeting.both:
        open_board(seat.page)
    draw(meeting.mentor.page, -200, -60)
    expect_the_same_picture(meeting, elements=1)
    draw(meeting.learner.page, 40, 60)
    expect_the_same_picture(meeting, elements=2)

    meeting.mentor.page.get_by_test_id("button-undo").click()

    expect_the_same_picture(meeting, elements=2)  # the one taken back stays known as such
    expect(meeting.mentor.page.get_by_test_id("button-undo")).to_be_disabled()
    expect(meeting.learner.page.get_by_test_id("button-undo")).to_be_enabled()


@pytest.mark.timeout(180)
def test_strokes_that_came_quickly_are_undone_one_by_one(lesson: Callable[[], Lesson]) -> None:
    meeting = lesson()
    for seat in meeting.both:
        open_board(seat.page)
    page = meeting.mentor.page
    undo = page.get_by_test_id("button-undo")

    for row in range(3):
        draw(page, -200, 40 * row)
    for _ in range(3):
        expect(undo).to_be_enabled()
        undo.click()

    expect(undo).to_be_disabled()
    expect_the_same_picture(meeting, elements=3)


@pytest.mark.timeout(240)
@pytest.mark.parametrize("seconds", [5, 30])
def test_both_draw_through_a_cut_and_end_with_the_same_picture(
    networks: Networks, lesson: Callable[[], Lesson], seconds: int
) -> None:
    meeting = lesson()
    for seat in meeting.both:
        open_board(seat.page)
    draw(meeting.mentor.page, -200, -60)
    expect_the_same_picture(meeting, elements=1)

    networks.cut("b")
    cut = time.monotonic()
    for row in range(3):
        draw(meeting.mentor.page, -200, row * 40)
        draw(meeting.learner.page, 40, row * 40)
    _move_the_first_stroke(meeting.learner)
    assert picture(meeting.mentor.page) != picture(meeting.learner.page)
    time.sleep(max(0.0, cut + seconds - time.monotonic()))
    networks.heal()

    expect_the_same_picture(meeting, elements=7)


def _move_the_first_stroke(seat: Seat) -> None:
    seat.page.get_by_test_id("toolbar-selection").check(force=True)
    box = seat.page.locator(SURFACE).bounding_box()
    assert box is not None
    left, top = box["x"] + box["width"] / 2 - 200, box["y"] + box["height"] / 2 - 60
    seat.page.mouse.move(left, top)
    seat.page.mouse.down()
    seat.page.mouse.move(left + 30, top - 30, steps=4)
    seat.page.mouse.up()
