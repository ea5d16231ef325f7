"""Every screen looks as it did when somebody last looked at it: `TAKE_PICTURES=1` takes the pictures anew."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.quality import looks
from tests.e2e.quality.screens import SCREENS
from tests.e2e.quality.visits import DESKTOP, PHONE, Visit, wait_until_still

WINDOW, TALLEST = 900, 4000
PICTURED = [screen for screen in SCREENS if screen.pictured]
# Carets and scroll bars come and go; what varies keeps its place and shows nothing.
CALM = "*, *::before, *::after { caret-color: transparent !important } ::-webkit-scrollbar { display: none }"


@pytest.mark.parametrize("visited", PICTURED, ids=str, indirect=True, scope="module")
def test_looks_as_it_did(visited: Visit, tmp_path: Path) -> None:
    if not looks.PICTURES.exists() and not os.environ.get("TAKE_PICTURES"):
        pytest.skip("no pictures were taken yet: TAKE_PICTURES=1")
    changed = {}
    for width in visited.screen.widths((PHONE, DESKTOP)):
        name, picture = str(visited.screen), _picture_of(visited, width)
        if os.environ.get("TAKE_PICTURES"):
            looks.keep(picture, name, width)
        now = tmp_path / f"{name}-{width}.png"
        now.write_bytes(picture)
        before = looks.kept(name, width)
        changed[str(now)] = looks.differences(before, picture, width) if before else "no picture yet: TAKE_PICTURES=1"

    assert {path: what for path, what in changed.items() if what} == {}


def test_keeps_no_picture_of_what_is_gone() -> None:
    names = {f"{screen}-{width}.webp" for screen in PICTURED for width in screen.widths((PHONE, DESKTOP))}

    assert {path.name for path in looks.PICTURES.glob("*.webp")} - names == set()


PLAIN = """<body style="margin:0;background:#f7f7f5;font:16px sans-serif"><main style="padding:40px">
<h1>Meet your mentor</h1><p>One mentor, one learner, face to face.</p>
<a id="press" style="display:inline-block;padding:12px 24px;border-radius:24px;background:#ff5734">Book</a></main>"""


@pytest.mark.parametrize(
    ("change", "noticed"),
    [
        ("", False),
        ("document.body.style.transform = 'translate(0.4px, 0.4px)'", False),
        ("document.body.style.textRendering = 'geometricPrecision'", False),
        ("document.querySelector('#press').style.visibility = 'hidden'", True),
        ("document.querySelector('#press').style.background = '#1a1a1a'", True),
        ("document.querySelector('h1').style.marginBottom = '60px'", True),
        ("document.querySelector('p').remove()", True),
    ],
)
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_notices_what_a_person_would(browser: Browser, width: int, change: str, noticed: bool) -> None:
    page = browser.new_page(viewport={"width": width, "height": 600})
    page.set_content(PLAIN)
    before = page.screenshot()
    page.evaluate(change)

    assert (looks.differences(before, page.screenshot(), width) != "") == noticed
    page.close()


def _picture_of(visited: Visit, width: int) -> bytes:
    """The whole page from its top, at rest; of an open dialog only the window, which it fills in its own way."""
    page, screen = visited.page, visited.screen
    page.set_viewport_size({"width": width, "height": WINDOW})
    page.add_style_tag(content=CALM)
    page.evaluate("(document.activeElement?.blur(), scrollTo(0, 0))")
    wait_until_still(page)
    if screen.opened is None:
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        page.set_viewport_size({"width": width, "height": max(WINDOW, height)})
        wait_until_still(page)
    masked = [page.locator(screen.varies)] if screen.varies else []
    return page.screenshot(animations="disabled", caret="hide", mask=masked, mask_color="#808080")
