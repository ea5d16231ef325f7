"""The chat of a lesson: pictures and documents reach the other side, once, and what was not seen is counted."""

import io
import os
import re
import signal
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import complaints_of
from tests.e2e.room.lesson import Lesson
from tests.e2e.site import Site

PHONE = {"width": 390, "height": 844}
PICTURE_SEEN = "(image) => image.decode().then(() => image.naturalWidth)"
PASTE = """(field, text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "pasted.txt", { type: "text/plain" }));
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def a_picture() -> FilePayload:
    body = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((1200, 800)).save(body, "PNG")
    return {"name": "Board.png", "mimeType": "image/png", "buffer": body.getvalue()}


def a_document(size: int = 200_000) -> FilePayload:
    body = b"%PDF-1.7\n" + os.urandom(size) + b"\n%%EOF\n"
    return {"name": "Homework 3.pdf", "mimeType": "application/pdf", "buffer": body}


def say(page: Page, line: str) -> None:
    page.locator("#chat-input").fill(line)
    page.locator("#chat-send").click()


def kept(page: Page, **how: Any) -> bytes:
    """What the disk of whoever presses has then."""
    with page.expect_download() as download:
        page.locator(".chat-file", **how).click()
    return download.value.path().read_bytes()


@pytest.mark.timeout(180)
def test_a_picture_and_a_document_reach_the_other_side(lesson: Callable[[], Lesson]) -> None:
    meeting = lesson()
    mentor, learner = (seat.page for seat in meeting.both)
    complaints = [complaints_of(mentor), complaints_of(learner)]
    document = a_document()

    mentor.locator("#chat-files").set_input_files([a_picture(), document])
    for page in (learner, mentor):
        picture = page.locator("#chat-lines .chat-picture img")
        expect(picture).to_have_count(1)
        assert picture.evaluate(PICTURE_SEEN) == 1200
        expect(page.locator(".chat-file")).to_contain_text("Homework 3.pdf")
        expect(page.locator(".chat-sending li")).to_have_count(0)
    assert kept(learner, has_text="Homework 3.pdf") == document["buffer"]

    learner.locator("#chat-input").evaluate(PASTE, "pasted words")
    assert kept(mentor, has_text="pasted.txt") == b"pasted words"
    assert complaints == [[], []], "a page complained"


@pytest.mark.timeout(180)
def test_what_is_refused_says_why_and_can_be_discarded(lesson: Callable[[], Lesson]) -> None:
    page = lesson().mentor.page
    pretends: FilePayload = {"name": "x.png", "mimeType": "image/png", "buffer": b"<svg onload='alert(1)'/>"}

    page.locator("#chat-files").set_input_files([pretends, a_document(10_500_000)])

    waiting = page.locator(".chat-sending li")
    expect(waiting.filter(has_text="x.png")).to_contain_text("That kind of file is not taken here")
    expect(waiting.filter(has_text="Homework 3.pdf")).to_contain_text("A file may have up to 10 MB.")
    expect(waiting.get_by_role("button", name="Try again")).to_have_count(0)
    for _ in range(2):
        waiting.get_by_role("button", name="Discard").first.click()
    expect(waiting).to_have_count(0)
    expect(page.locator("#chat-input")).to_be_focused()


@pytest.mark.timeout(240)
def test_a_file_that_was_on_its_way_when_the_server_died_arrives_once(lesson: Callable[[], Lesson], site: Site) -> None:
    meeting = lesson()
    mentor, learner = (seat.page for seat in meeting.both)
    document = a_document(9_500_000)
    assert site.process is not None

    os.killpg(site.process.pid, signal.SIGSTOP)  # it takes what the line holds, and no more
    mentor.locator("#chat-files").set_input_files(document)
    mentor.locator('.chat-sending li[data-step="sending"]').wait_for()
    mentor.wait_for_timeout(500)
    site.kill()
    failed = mentor.locator('.chat-sending li[data-step="failed"]')
    expect(failed).to_contain_text("It did not arrive.", timeout=30_000)
    say(mentor, "Said meanwhile")
    site.start()
    expect(learner.locator("#chat-lines")).to_contain_text("Said meanwhile", timeout=30_000)

    failed.get_by_role("button", name="Try again").click()

    expect(learner.locator(".chat-file")).to_have_count(1, timeout=30_000)
    expect(mentor.locator(".chat-sending li")).to_have_count(0)
    expect(mentor.locator(".chat-file")).to_have_count(1)
    expect(learner.get_by_text("Said meanwhile")).to_have_count(1)
    assert kept(learner) == document["buffer"]


@pytest.mark.timeout(180)
def test_what_came_while_the_chat_was_closed_is_counted_and_read_out_once(lesson: Callable[[], Lesson]) -> None:
    meeting = lesson()
    mentor, learner = (seat.page for seat in meeting.both)
    button = learner.locator("#chat-button")

    learner.set_viewport_size(PHONE)  # type: ignore[arg-type]
    expect(button).to_have_attribute("aria-expanded", "false")
    expect(learner.locator("#chat-input")).not_to_be_visible()
    for n in (1, 2, 3):
        say(mentor, f"line {n}")
    expect(button.locator(".chat-badge")).to_have_text("3 New")
    expect(button).to_have_class(re.compile("has-news"))
    expect(learner.get_by_role("status").filter(has_text="3 new in the chat")).to_have_count(1)

    button.click()
    expect(learner.locator("#chat-input")).to_be_focused()
    expect(learner.locator("#chat-lines").get_by_text("line 3")).to_be_in_viewport()
    expect(button.locator(".chat-badge")).to_have_count(0)
    learner.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(learner.locator("#chat")).to_have_js_property("inert", True)


@pytest.mark.timeout(180)
def test_addresses_are_links_that_say_nothing_of_the_room(lesson: Callable[[], Lesson]) -> None:
    meeting = lesson()
    mentor, learner = (seat.page for seat in meeting.both)

    say(mentor, "see https://example.com/a and https://xn--80ak6aa92e.com/ not javascript:alert(1)")

    links = learner.locator("#chat-lines a")
    expect(links).to_have_count(2)
    for link in links.all():
        assert link.get_attribute("rel") == "noopener noreferrer nofollow"
        assert link.get_attribute("target") == "_blank"
    expect(learner.locator(".chat-host")).to_have_text(["(xn--80ak6aa92e.com)"])
