"""A built page asks for its modules after its first picture, in their order."""

import gzip
from pathlib import Path

import pytest

from scripts.paint_first import paint_first, waiting_for_paint

PAGE = """<!DOCTYPE html><html><head><link rel="modulepreload" href="/assets/manifest-1.js"/><link rel="stylesheet"
href="/assets/a.css"/></head><body><main>Hello</main><script type="module" async="">import "/assets/manifest-1.js";
import * as route0 from "/assets/root-1.js";
import * as route1 from "/assets/_index-1.js";
  \x20
  window.__reactRouterRouteModules = {"root":route0,"routes/_index":route1};

import("/assets/entry.client-1.js");</script></body></html>"""


def test_nothing_is_asked_for_before_the_first_picture_but_styles() -> None:
    html = waiting_for_paint(PAGE)

    assert 'rel="modulepreload"' not in html
    assert 'type="module"' not in html
    assert '<link data-later="modulepreload" href="/assets/manifest-1.js"/>' in html
    assert 'rel="stylesheet"' in html


def test_everything_is_asked_for_then_in_the_order_it_was() -> None:
    html = waiting_for_paint(PAGE)

    steps = [
        'await import("/assets/manifest-1.js")',
        'const route0 = await import("/assets/root-1.js")',
        'const route1 = await import("/assets/_index-1.js")',
        'window.__reactRouterRouteModules = {"root":route0,"routes/_index":route1}',
        'import("/assets/entry.client-1.js")',
        "requestAnimationFrame",
    ]
    places = [html.index(step) for step in steps]
    assert places == sorted(places)


def test_a_start_that_we_do_not_know_stops_the_build() -> None:
    with pytest.raises(SystemExit, match="new way"):
        waiting_for_paint(PAGE.replace("import *", "import all"))


def test_packed_copies_hold_the_new_page(tmp_path: Path) -> None:
    (tmp_path / "sign-in").mkdir()
    page = tmp_path / "sign-in" / "index.html"
    page.write_text(PAGE)
    for packed in ("gz", "br"):
        page.with_name(f"index.html.{packed}").write_bytes(b"the old page")

    paint_first(tmp_path)

    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()).decode() == page.read_text()
    assert not page.with_name("index.html.br").exists()
    assert "data-later" in page.read_text()
