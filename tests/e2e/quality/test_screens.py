"""Every screen, light and dark, on a phone and on a desktop: usable by everybody, quiet, within its width, and looking
as it did when somebody last looked at it (`TAKE_PICTURES=1` takes the pictures anew)."""

import os
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.e2e.quality import looks
from tests.e2e.quality.screens import PICTURED, SCREENS
from tests.e2e.quality.visits import DESKTOP, PHONE, Mode, Visit, in_mode, wait_until_still

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """(tags) => axe
    .run(document, { runOnly: tags, resultTypes: ["violations"], preload: false, iframes: false })
    .then((found) => found.violations)"""
WIDTHS = (360, 768, 1280)
NARROW_ENOUGH = (360, 1440)
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.body.querySelectorAll("*")]
        .filter((each) => each.getBoundingClientRect().right > width + 1)
        .map((each) => `${each.tagName} ${each.className}`.slice(0, 120));
}"""


WINDOW, TALLEST = 900, 4000
MOST_LOOKS, BETWEEN_LOOKS_MS = 10, 80
MOST_TRIES, BETWEEN_TRIES_MS = 4, 700
# Carets, scroll bars and messages come and go; what varies keeps its place and shows nothing.
CALM = """*, *::before, *::after { caret-color: transparent !important }
::-webkit-scrollbar, .pop-ups { display: none !important }"""

of_every_screen = pytest.mark.parametrize("visited", SCREENS, ids=str, indirect=True, scope="module")


@of_every_screen
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_can_be_used_by_everybody(visited: Visit, mode: Mode) -> None:
    found = {width: _violations(visited.page, width, mode) for width in visited.screen.widths(WIDTHS)}

    assert {width: problems for width, problems in found.items() if problems} == {}


@of_every_screen
def test_fits_into_its_width(visited: Visit) -> None:
    found = {}
    for width in visited.screen.widths(NARROW_ENOUGH):
        _resize(visited.page, width, "light")
        found[width] = visited.page.evaluate(TOO_WIDE)

    assert {width: parts for width, parts in found.items() if parts} == {}


@of_every_screen
def test_complains_about_nothing(visited: Visit) -> None:
    assert visited.complaints == []


@pytest.mark.parametrize("visited", PICTURED, ids=str, indirect=True, scope="module")
def test_looks_as_it_did(visited: Visit, tmp_path: Path) -> None:
    if not looks.PICTURES.exists() and not os.environ.get("TAKE_PICTURES"):
        pytest.skip("no pictures were taken yet: TAKE_PICTURES=1")
    changed = {}
    for width in visited.screen.widths((PHONE, DESKTOP)):
        name, picture = str(visited.screen), _picture_of(visited, width)
        if os.environ.get("TAKE_PICTURES"):
            looks.keep(picture, name, width)
        before = looks.kept(name, width)
        for _ in range(MOST_TRIES):  # a machine with much to do may stand still between two steps of a movement
            what = looks.differences(before, picture, width) if before else "no picture yet: TAKE_PICTURES=1"
            if not what or not before:
                break
            visited.page.wait_for_timeout(BETWEEN_TRIES_MS)
            picture = _picture_of(visited, width)
        now = tmp_path / f"{name}-{width}.png"
        now.write_bytes(picture)
        changed[str(now)] = what

    assert {path: what for path, what in changed.items() if what} == {}


def _resize(page: Page, width: int, mode: Mode) -> None:
    in_mode(page, mode)
    page.set_viewport_size({"width": width, "height": 900})
    wait_until_still(page)


def _violations(page: Page, width: int, mode: Mode) -> list[str]:
    """What axe found, as sentences."""
    _resize(page, width, mode)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    return [f"{each['id']}: {_where(node)}" for each in page.evaluate(RUN, TAGS) for node in each["nodes"]]


def _where(node: dict[str, Any]) -> str:
    why = [check["message"] for check in node["any"] + node["all"] + node["none"]]
    return f"{' '.join(map(str, node['target']))} ({'; '.join(why)[:200]})"


def _picture_of(visited: Visit, width: int) -> bytes:
    """The whole page from its top, at rest; of an open dialog only the window, which it fills in its own way."""
    page, screen = visited.page, visited.screen
    in_mode(page, "light")
    page.set_viewport_size({"width": width, "height": WINDOW})
    page.add_style_tag(content=CALM)
    page.evaluate("(document.activeElement?.blur(), scrollTo(0, 0))")
    wait_until_still(page)
    if screen.opened is None:
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        page.set_viewport_size({"width": width, "height": max(WINDOW, height)})
        wait_until_still(page)
    masked = [page.locator(screen.varies)] if screen.varies else []
    before = b""
    for _ in range(MOST_LOOKS):  # a browser that has much to do draws a tall page bit by bit
        now = page.screenshot(animations="disabled", caret="hide", mask=masked, mask_color="#808080")
        if now == before:
            break
        before = now
        page.wait_for_timeout(BETWEEN_LOOKS_MS)
    return before
