"""The letters: small enough for a first visit, and every file that the stylesheet names is there."""

import re
from pathlib import Path

ASSETS = Path(__file__).resolve().parents[3] / "assets"
BYTES = 60_000


def test_the_fonts_keep_their_budget() -> None:
    sizes = [path.stat().st_size for path in (ASSETS / "fonts").glob("*.woff2")]

    assert 10_000 < sum(sizes) <= BYTES


def test_the_stylesheet_names_exactly_the_fonts_there_are() -> None:
    css = (ASSETS / "fonts.css").read_text(encoding="utf-8")

    assert set(re.findall(r'url\("/fonts/([^"]+)"\)', css)) == {path.name for path in (ASSETS / "fonts").iterdir()}
    assert css.count("font-display: swap") == css.count("url(")


def test_every_font_comes_with_its_licence() -> None:
    for name in ("inter", "poppins", "noto-sans-devanagari"):
        assert "SIL OPEN FONT LICENSE" in (ASSETS / "licences" / f"{name}.txt").read_text(encoding="utf-8").upper()
