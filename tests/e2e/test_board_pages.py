"""The board across lessons: earlier pages, files to keep, pictures that are put there; and pens before palms."""

import base64
import io
import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from peerlearn.domain import boards, rooms
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import clock
from peerlearn.kit import database as in_use
from peerlearn.kit.work import unit_of_work
from tests import makers
from tests.e2e.conftest import complaints_of
from tests.e2e.site import Site
from tests.integration.ui.cast import signed_in

OWN = ".board-sheets > .board-surface"
EARLIER = ".board-earlier .board-surface"


@pytest.fixture
def pair(site: Site, database: str) -> Iterator[tuple[makers.Booked, makers.Booked]]:
    """A lesson of Asha and Ravi that has ended, with three strokes on its page, and one that begins in two minutes."""
    in_use.use(site.database_url)
    mentor, learner = makers.a_mentor("Asha Rao"), makers.a_learner("Ravi Iyer")
    earlier = _lesson(mentor, learner, "Lists")
    with unit_of_work() as work:
        rooms.enter(work, earlier.room_id, "m", by=mentor)
        rooms.enter(work, earlier.room_id, "l", by=learner)
        boards.draw(work, earlier.room_id, boards.understood([_stroke(row) for row in range(3)]), by=mentor)
    with unit_of_work() as work:
        rooms.end(work, earlier.room_id, by=mentor)
    yield earlier, _lesson(mentor, learner, "Tuples")
    in_use.use(database)


def _lesson(mentor: Viewer, learner: Viewer, title: str) -> makers.Booked:
    starts_at = clock.now() + timedelta(minutes=2)
    return makers.a_confirmed_booking(makers.an_offering(mentor, title=title, starts_at=starts_at), learner=learner)


def _stroke(row: int) -> dict[str, object]:
    points = [[step * 20, (step % 2) * 15] for step in range(12)]
    place = {"x": 0, "y": row * 60, "width": 220, "height": 15, "points": points, "pressures": []}
    return {"id": f"stroke{row}", "type": "freedraw", "version": 3, "versionNonce": 7, "strokeWidth": 2, **place}


def page_of(browser: Browser, site: Site, who: Viewer, *, touch: bool = False) -> Page:
    """A page of somebody who is signed in."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, has_touch=touch)
    name, _, token = signed_in(who).cookie.partition("=")
    context.add_cookies([{"name": name, "value": token, "url": site.url}])
    return context.new_page()


def in_the_room(page: Page, site: Site, booked: makers.Booked) -> Page:
    page.goto(f"{site.url}/session/{booked.room_id}/")
    page.locator("#join-now:enabled").click()
    page.locator("#board-button").click()
    page.locator(OWN + "[data-read-only='false']").wait_for()
    return page


def saved(page: Page, kind: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.locator(f"#board-{kind}").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def picture_in(document: bytes) -> Image.Image:
    """The picture of a PDF whose table says truly where each of its objects begins."""
    table = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", document)[1])  # type: ignore[index]
    begins = [int(line[:10]) for line in document[table:].split(b"\n")[3:8]]
    for number, begin in enumerate(begins, 1):
        assert document[begin:].startswith(b"%d 0 obj\n" % number)
    head, _, rest = document[begins[4] :].partition(b"\nstream\n")
    length = int(re.search(rb"/Length (\d+)", head)[1])  # type: ignore[index]
    assert rest[length:].startswith(b"\nendstream\nendobj\n")
    drawn = Image.open(io.BytesIO(rest[:length]))
    assert b"/Width %d /Height %d " % drawn.size in head
    return drawn


@pytest.mark.timeout(240)
def test_earlier_pages_are_there_and_all_can_be_kept(
    site: Site, pair: tuple[makers.Booked, makers.Booked], new_browser: Callable[[], Browser]
) -> None:
    earlier, now = pair
    browser = new_browser()
    page = in_the_room(page_of(browser, site, now.learner), site, now)
    complaints = complaints_of(page)
    page.locator("#board-png").click()
    expect(page.locator(".board-trouble")).to_have_text("Nothing is drawn here yet.")

    page.locator("#board-page").select_option(earlier.room_id)
    expect(page.locator(EARLIER)).to_have_attribute("data-scene", re.compile("^3-"))
    expect(page.locator(EARLIER)).to_have_attribute("data-read-only", "true")
    name, picture = saved(page, "png")
    drawn = Image.open(io.BytesIO(picture))
    assert (name, drawn.format) == ("Lists.png", "PNG")
    assert drawn.width > drawn.height > 200
    name, document = saved(page, "pdf")
    assert name == "Lists.pdf"
    assert picture_in(document).size == drawn.size
    assert min(picture_in(document).convert("L").getdata()) < 100, "the strokes are on it"

    page.locator("#board-page").select_option("")
    expect(page.locator(EARLIER)).to_have_count(0)
    expect(page.locator(OWN)).to_have_attribute("data-read-only", "false")
    assert complaints == []

    history = page_of(browser, site, earlier.mentor)
    history.goto(f"{site.url}/session/{earlier.room_id}/")
    history.locator("#board-look").click()
    expect(history.locator(OWN)).to_have_attribute("data-scene", re.compile("^3-"))
    expect(history.locator(OWN)).to_have_attribute("data-read-only", "true")
    assert picture_in(saved(history, "pdf")[1]).size == drawn.size


@pytest.mark.timeout(240)
def test_a_palm_draws_nothing_once_a_pen_was_there(
    site: Site, pair: tuple[makers.Booked, makers.Booked], new_browser: Callable[[], Browser]
) -> None:
    page = in_the_room(page_of(new_browser(), site, pair[1].mentor, touch=True), site, pair[1])
    page.get_by_test_id("toolbar-freedraw").check(force=True)
    touch(page, 0)
    expect(page.locator(OWN)).to_have_attribute("data-scene", re.compile("^1-"))

    pen(page, 60)
    expect(page.locator(OWN)).to_have_attribute("data-scene", re.compile("^2-"))
    touch(page, 120)
    page.wait_for_timeout(500)
    expect(page.locator(OWN)).to_have_attribute("data-scene", re.compile("^2-"))
    pen(page, 180)
    expect(page.locator(OWN)).to_have_attribute("data-scene", re.compile("^3-"))

    page.get_by_role("checkbox", name=re.compile("pen mode", re.IGNORECASE)).uncheck(force=True)
    page.get_by_test_id("toolbar-freedraw").check(force=True)
    touch(page, 240)
    expect(page.locator(OWN)).to_have_attribute("data-scene", re.compile("^4-"))


def _line(page: Page, down: int) -> list[tuple[float, float]]:
    box = page.locator(OWN).bounding_box()
    assert box is not None
    left, top = box["x"] + box["width"] / 2 - 100, box["y"] + box["height"] / 2 - 120 + down
    return [(left + 10 * step, top + step) for step in range(12)]


def touch(page: Page, down: int) -> None:
    """A finger, or the side of a hand, along a line."""
    browser = page.context.new_cdp_session(page)
    for n, (x, y) in enumerate(_line(page, down)):
        kind = "touchMove" if n else "touchStart"
        browser.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
        page.wait_for_timeout(15)
    browser.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def pen(page: Page, down: int) -> None:
    """A pen along a line."""
    browser = page.context.new_cdp_session(page)
    line = _line(page, down)
    for n, (x, y) in enumerate((*line, line[-1])):
        kind = "mousePressed" if n == 0 else "mouseReleased" if n == len(line) else "mouseMoved"
        at = {"x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1, "pointerType": "pen", "force": 0.6}
        browser.send("Input.dispatchMouseEvent", {"type": kind, **at})
        page.wait_for_timeout(15)


# A file in the clipboard, or under a mouse that lets it go, as a browser tells of it.
GIVE = """({ how, type, body }) => {
    const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], "photo", { type }));
    const surface = document.querySelector(".board-surface");
    const seen = surface.getBoundingClientRect();
    const place = { clientX: seen.x + seen.width / 4, clientY: seen.y + seen.height / 4 };
    const common = { bubbles: true, cancelable: true };
    if (how === "paste") {
        surface.querySelector(".excalidraw").focus();
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { ...common, clipboardData: transfer }));
    } else {
        const dropped = { ...common, ...place, dataTransfer: transfer };
        surface.querySelector("canvas").dispatchEvent(new DragEvent("drop", dropped));
    }
}"""


def give(page: Page, how: str, media_type: str, body: bytes) -> None:
    page.evaluate(GIVE, {"how": how, "type": media_type, "body": base64.b64encode(body).decode()})


def a_photo(kind: str, color: tuple[int, int, int], *, wide: int = 2400) -> bytes:
    """As a rule a large one, half of it of one colour and half of noise, which no codec makes small."""
    half, high = wide // 2, wide * 3 // 4
    photo = Image.new("RGB", (wide, high), color)
    photo.paste(Image.frombytes("RGB", (half, high), os.urandom(half * high * 3)), (half, 0))
    written = io.BytesIO()
    photo.save(written, kind)
    return written.getvalue()


def shown(page: Page, color: tuple[int, int, int]) -> bool:
    """Whether a good part of what the page shows of the board has about this colour."""
    picture = Image.open(io.BytesIO(page.locator(OWN).screenshot())).convert("RGB")
    return _has(picture, color)


def _has(picture: Image.Image, color: tuple[int, int, int]) -> bool:
    small = picture.resize((60, 40))
    return sum(max(abs(a - b) for a, b in zip(one, color, strict=True)) < 40 for one in small.getdata()) > 60


@pytest.mark.timeout(300)
def test_a_picture_that_is_pasted_dropped_or_chosen_is_on_both_boards_and_stays(
    site: Site, pair: tuple[makers.Booked, makers.Booked], new_browser: Callable[[], Browser]
) -> None:
    red, green, blue = (200, 30, 30), (30, 160, 60), (30, 60, 200)
    mentor, learner = (
        in_the_room(page_of(new_browser(), site, who), site, pair[1]) for who in (pair[1].mentor, pair[1].learner)
    )
    complaints = [complaints_of(page) for page in (mentor, learner)]

    give(mentor, "paste", "image/png", a_photo("PNG", red))
    expect(learner.locator(OWN)).to_have_attribute("data-scene", re.compile("^1-"))
    learner.wait_for_timeout(500)
    assert shown(learner, red) and shown(mentor, red)
    give(learner, "drop", "image/jpeg", a_photo("JPEG", green))
    expect(mentor.locator(OWN)).to_have_attribute("data-scene", re.compile("^2-"))
    with learner.expect_file_chooser() as chooser:
        learner.get_by_role("button", name="Put a picture on the whiteboard").click()
    chooser.value.set_files(
        [{"name": "homework.jpg", "mimeType": "image/jpeg", "buffer": a_photo("JPEG", blue, wide=300)}]
    )
    expect(mentor.locator(OWN)).to_have_attribute("data-scene", re.compile("^3-"))
    give(learner, "paste", "image/png", b"no picture at all")
    expect(learner.locator(".board-note")).to_contain_text("can't be put on the whiteboard")
    mentor.wait_for_timeout(1_000)  # what was put there last is on its way to the server

    with in_use.reading() as db:
        kept = boards.news_for(db, pair[1].room_id, after=0, by=pair[1].mentor).elements
    assert max(map(len, kept)) < 280_000
    mentor.reload()
    mentor.locator("#board-button").click()
    expect(mentor.locator(OWN)).to_have_attribute("data-scene", re.compile("^3-"))
    mentor.wait_for_timeout(500)
    assert shown(mentor, red) and shown(mentor, blue)
    exported = Image.open(io.BytesIO(saved(mentor, "png")[1])).convert("RGB")
    assert _has(exported, red) and _has(exported, blue)
    assert _has(picture_in(saved(mentor, "pdf")[1]).convert("RGB"), red)
    assert complaints == [[], []]
