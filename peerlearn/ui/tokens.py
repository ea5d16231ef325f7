"""Every colour of the product by its meaning, in the light and in the dark, and the stylesheet made of them.

Change a value here and it changes on every page (the files favicon.svg, logo.svg and the sandbox's window.css have
their own copies, which browsers read without us); tests/unit/ui/test_tokens.py holds the contrast of each pair.
A page names a colour by its Tailwind class (`bg-surface text-ink`), a stylesheet by its variable (`var(--ink)`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reflex.plugins import Plugin


@dataclass(frozen=True)
class Token:
    """One colour: what it is in the light, what it is in the dark, and what it is for."""

    light: str
    dark: str
    purpose: str


COLOURS: dict[str, Token] = {
    "brand": Token("#FF5734", "#FF5734", "the one orange action of a view, and what is active"),
    "on-brand": Token("#1A1A1A", "#1A1A1A", "words and icons on orange"),
    "brand-wash": Token("#FFEFEA", "#3A211A", "a breath of orange behind ink: what is chosen"),
    "lilac": Token("#BE94F5", "#BE94F5", "hover and touch"),
    "on-lilac": Token("#1A1A1A", "#1A1A1A", "words and icons on lilac"),
    "lilac-wash": Token("#F3EBFD", "#302742", "a breath of lilac behind ink: tags, hovered rows"),
    "paper": Token("#F7F7F5", "#141316", "the page"),
    "surface": Token("#FFFFFF", "#1D1B20", "cards and panels on the page"),
    "raised": Token("#FFFFFF", "#27242C", "what lies over everything: dialogs, menus, pop-ups"),
    "well": Token("#EDECE8", "#2B2830", "what is sunk in: tracks, skeletons, read-only fields"),
    "glass": Token("rgb(255 255 255 / 0.72)", "rgb(32 29 37 / 0.72)", "bars and cards that let the light through"),
    "bar": Token("rgb(247 247 245 / 0.95)", "rgb(20 19 22 / 0.92)", "the bar on top, over whatever scrolls under it"),
    "ink": Token("#1A1A1A", "#F7F5F2", "headlines and what matters"),
    "on-ink": Token("#F7F7F5", "#1A1A1A", "words on ink"),
    "text": Token("#333333", "#DAD6D2", "running text"),
    "quiet": Token("#5F5F5F", "#ABA6A2", "hints and what comes second"),
    "line": Token("#DEDEDA", "#38353D", "hairlines and the rims of cards"),
    "edge": Token("#8A8A86", "#827D89", "the rim of what can be typed in or switched"),
    "danger": Token("#A3200D", "#FF9B88", "what went wrong, what cannot be undone"),
    "fine": Token("#1B6E3C", "#7BD69E", "what went well"),
    "notice": Token("#7A4B00", "#F0C26A", "what wants attention soon"),
    "focus": Token("#6B3FB8", "#CBA9F9", "the ring round what the keyboard is on"),
    "veil": Token("rgb(26 26 26 / 0.45)", "rgb(0 0 0 / 0.65)", "over the page while a dialog is open"),
    "shade": Token("rgb(26 26 26 / 0.10)", "rgb(0 0 0 / 0.45)", "shadows"),
    "light-warm": Token("rgb(255 87 52 / 0.13)", "rgb(255 87 52 / 0.10)", "the orange light behind the glass"),
    "light-cool": Token("rgb(190 148 245 / 0.22)", "rgb(190 148 245 / 0.11)", "the lilac light behind the glass"),
}


def tailwind_colours() -> dict[str, str]:
    """The names for Tailwind classes, each standing for the variable that follows the mode."""
    return {name: f"var(--{name})" for name in COLOURS}


def stylesheet() -> str:
    """The variables: light, dark when chosen, and dark by the system where no script has spoken yet.

    `light` and `dark` are classes of <html>; on a part of the page they make that part so, whatever the rest is.
    """
    light = _declared("light", [token.light for token in COLOURS.values()])
    dark = _declared("dark", [token.dark for token in COLOURS.values()])
    return (
        f":root, .light {{ {light} }}\n"
        f".dark {{ {dark} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root:not(.light) {{ {dark} }} }}\n"
    )


def _declared(scheme: str, values: list[str]) -> str:
    variables = (f"--{name}: {value};" for name, value in zip(COLOURS, values, strict=True))
    return " ".join([f"color-scheme: {scheme};", *variables])


class TokensPlugin(Plugin):
    """Writes the variables into the stylesheet of every page."""

    def get_static_assets(self, **context: object) -> Sequence[tuple[Path, str | bytes]]:
        """Called by Reflex when it compiles."""
        return [(Path("styles/tokens.css"), stylesheet())]

    def get_stylesheet_paths(self, **context: object) -> Sequence[str]:
        """Called by Reflex when it compiles."""
        return ["./tokens.css"]
