"""The colours: every pair that carries words is readable in the light and in the dark, and nobody writes raw ones."""

import re
from pathlib import Path

import pytest

from peerlearn.ui.tokens import COLOURS, stylesheet

ROOT = Path(__file__).resolve().parents[3]
MODES = ("light", "dark")
GROUNDS = ("paper", "surface", "raised", "well", "glass", "bar", "lilac-wash", "brand-wash")
WORDS = ("ink", "text", "quiet", "danger", "fine", "notice")
ON_COLOUR = (("on-brand", "brand"), ("on-lilac", "lilac"), ("on-ink", "ink"))
RIMS = ("edge", "focus")
READABLE, VISIBLE = 4.5, 3.0
RAW = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\b(?:bg|text|border|fill|stroke)-(?:white|black|gray|slate)\b")
# Where colours are made, where the room keeps its own dark stage, and where a film of it is painted.
MAY_BE_RAW = {"tokens.py", "stage.css", "composition.js"}

Colour = tuple[float, float, float, float]


def colour(name: str, mode: str) -> Colour:
    """Red, green, blue and opacity, each from 0 to 1."""
    value = getattr(COLOURS[name], mode)
    if value.startswith("#"):
        red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
        return red, green, blue, 1.0
    red, green, blue, opacity = (float(part) for part in re.findall(r"[\d.]+", value))
    return red / 255, green / 255, blue / 255, opacity


def over(front: Colour, back: Colour) -> Colour:
    """What one sees of a colour that lets another through."""
    opacity = front[3]
    red, green, blue = (front[at] * opacity + back[at] * (1 - opacity) for at in range(3))
    return red, green, blue, 1.0


def luminance(seen: Colour) -> float:
    """How bright it is, by WCAG 2."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in seen[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(front: str, ground: str, mode: str, light: str | None = None) -> float:
    """Between two tokens; the ground lies on the page, which one of the lights may shine on."""
    page = colour("paper", mode)
    if light is not None:
        page = over(colour(light, mode), page)
    seen = page if ground == "paper" else over(colour(ground, mode), page)
    brightness = sorted([luminance(over(colour(front, mode), seen)), luminance(seen)])
    return (brightness[1] + 0.05) / (brightness[0] + 0.05)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("light", [None, "light-warm", "light-cool"])
def test_words_are_readable_on_every_ground(mode: str, light: str | None) -> None:
    ratios = {(word, ground): contrast(word, ground, mode, light) for word in WORDS for ground in GROUNDS}

    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < READABLE} == {}


@pytest.mark.parametrize("mode", MODES)
def test_words_on_colour_are_readable(mode: str) -> None:
    assert [pair for pair in ON_COLOUR if contrast(*pair, mode) < READABLE] == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("rim", RIMS)
def test_rims_that_carry_meaning_are_visible(mode: str, rim: str) -> None:
    ratios = {ground: contrast(rim, ground, mode) for ground in ("paper", "surface", "raised")}

    assert {ground: round(ratio, 2) for ground, ratio in ratios.items() if ratio < VISIBLE} == {}


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("on-ink", "on-ink", "light") == pytest.approx(1.0)
    assert contrast("text", "paper", "light") == pytest.approx(11.77, abs=0.05)
    assert contrast("brand", "paper", "light") < READABLE


def test_dark_is_declared_for_the_choice_and_for_the_system() -> None:
    css = stylesheet()

    assert css.count(f"--ink: {COLOURS['ink'].light};") == 1
    assert css.count(f"--ink: {COLOURS['ink'].dark};") == 2


def test_no_page_names_a_raw_colour() -> None:
    sources = [*(ROOT / "peerlearn" / "ui").rglob("*"), *(ROOT / "assets").glob("*.css")]
    raw = [
        f"{path.name}: {found[0]}"
        for path in sources
        if path.suffix in {".py", ".css", ".jsx", ".js"} and path.name not in MAY_BE_RAW
        for found in RAW.finditer(path.read_text(encoding="utf-8"))
    ]

    assert raw == []
