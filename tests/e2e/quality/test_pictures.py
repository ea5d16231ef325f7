"""The comparison of pictures: it notices what a person would, and nothing else."""

import pytest
from playwright.sync_api import Browser

from tests.e2e.quality import looks
from tests.e2e.quality.screens import PICTURED
from tests.e2e.quality.visits import DESKTOP, PHONE


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
