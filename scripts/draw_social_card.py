"""Draws assets/social-card.png, the picture that chats and networks show beside a link: run it when the look changes.

It is made of the product's own parts: the built stylesheets and fonts, the start page's words and its picture.
"""

import mimetypes
import os
import shutil
from pathlib import Path

from playwright.sync_api import Route, sync_playwright

from peerlearn.api.page_head import PICTURE_SIZE
from peerlearn.ui.pages.landing.hero_picture import hero_picture
from peerlearn.ui.pages.landing.page import TAGLINE
from peerlearn.ui.widgets.logo import logo
from peerlearn.ui.widgets.plain_html import plain_html
from scripts.build_frontend import ROOT, ensure_built

CARD = ROOT / "assets" / "social-card.png"
WORDS = "One mentor, one learner, face to face in a live video room."
ORIGIN = "http://social-card.invalid"


def main() -> None:
    """Draw it."""
    pages = ensure_built() / "build" / "client"
    width, height = PICTURE_SIZE
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
        page.route("**/*", lambda route: _serve(route, pages))
        page.goto(ORIGIN + "/")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=str(CARD))
        browser.close()
    print(f"{CARD.relative_to(ROOT)}: {CARD.stat().st_size // 1024} kB")


def _serve(route: Route, pages: Path) -> None:
    path = route.request.url.removeprefix(ORIGIN)
    if path == "/":
        route.fulfill(body=_html(pages), content_type="text/html; charset=utf-8")
    else:
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        route.fulfill(path=str(pages / path.lstrip("/")), content_type=kind)


def _html(pages: Path) -> str:
    sheets = "".join(f'<link rel="stylesheet" href="/assets/{file.name}"/>' for file in pages.glob("assets/*.css"))
    name = plain_html(logo())
    return f"""<!doctype html><html class="light"><head>{sheets}<style>
        body {{ display: grid; grid-template-columns: 1fr 520px; gap: 40px; align-items: center; height: 630px;
                box-sizing: border-box; padding: 0 72px; font-family: Inter; color: var(--text); }}
        .name {{ zoom: 1.6; }}
        h1 {{ font: 700 54px/1.1 Poppins; letter-spacing: -0.025em; color: var(--ink); margin: 40px 0 24px; }}
        p {{ font-size: 27px; line-height: 1.45; margin: 0; }}
        .hero-picture {{ width: 100%; }}
    </style></head><body><div><div class="name">{name}</div><h1>{"<br/>".join(TAGLINE)}</h1><p>{WORDS}</p></div>
    {plain_html(hero_picture())}</body></html>"""


if __name__ == "__main__":
    main()
