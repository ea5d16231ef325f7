"""Check my connection: a verdict in words within 15 seconds, over the site's own doors, and joining never waits."""

import time
from collections.abc import Callable

from playwright.sync_api import Browser, Route, expect

from tests.e2e.conftest import complaints_of
from tests.e2e.lobby.conftest import ALLOWS, HAS_DEVICES
from tests.e2e.lobby.lessons import Lesson, browser_of, into_lobby, join

LONGEST_SECONDS = 15.0
VERDICT = ".lobby-verdict-words"


def test_a_mentor_with_a_good_line_is_ready_to_teach(lesson: Lesson, chromium_with: Callable[..., Browser]) -> None:
    page = into_lobby(browser_of(chromium_with(ALLOWS, HAS_DEVICES), lesson, lesson.mentor), lesson)
    complaints = complaints_of(page)
    status = page.locator(".lobby-verdict")
    expect(status).to_have_attribute("role", "status")

    began = time.monotonic()
    page.get_by_role("button", name="Check my connection").click()
    expect(page.locator(VERDICT)).to_have_text("Clear video, ready to teach!")

    assert time.monotonic() - began < LONGEST_SECONDS
    for figure in ("Upload", "Mbit/s", "Round trip", "ms"):
        expect(status).to_contain_text(figure)
    expect(status).not_to_contain_text("Relay")
    expect(status).not_to_contain_text("Lost")
    page.wait_for_timeout(500)
    expect(page.locator(VERDICT)).to_be_visible()
    assert complaints == []


def test_a_line_that_does_not_answer_is_called_so_in_time(
    lesson: Lesson, chromium_with: Callable[..., Browser]
) -> None:
    page = into_lobby(browser_of(chromium_with(ALLOWS, HAS_DEVICES), lesson, lesson.learner), lesson)
    held: list[Route] = []
    page.route("**/line/upload", lambda route: held.append(route))  # a line on which nothing arrives

    began = time.monotonic()
    page.locator("#check-network").click()
    expect(page.locator(VERDICT)).to_contain_text("did not finish", timeout=LONGEST_SECONDS * 1000)

    assert time.monotonic() - began < LONGEST_SECONDS
    expect(page.locator("#check-network")).to_have_text("Check my connection again")


def test_a_site_out_of_reach_is_no_good_line(lesson: Lesson, chromium_with: Callable[..., Browser]) -> None:
    page = into_lobby(browser_of(chromium_with(ALLOWS, HAS_DEVICES), lesson, lesson.learner), lesson)
    page.route("**/line/*", lambda route: route.abort())

    page.locator("#check-network").click()

    expect(page.locator(VERDICT)).to_contain_text("Nothing answered")


def test_whoever_joins_during_the_check_is_in_the_call(lesson: Lesson, chromium_with: Callable[..., Browser]) -> None:
    page = into_lobby(browser_of(chromium_with(ALLOWS, HAS_DEVICES), lesson, lesson.mentor), lesson)
    held: list[Route] = []
    page.route("**/line/ping", lambda route: held.append(route))
    page.locator("#check-network").click()
    expect(page.locator("#check-network")).to_have_attribute("aria-disabled", "true")

    join(page)

    expect(page.locator("#call-status")).to_contain_text("Waiting")
