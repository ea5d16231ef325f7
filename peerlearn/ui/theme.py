"""What things look like, by meaning: Tailwind classes for `rx.el` parts, and the colours they are made of.

Change a look here and it changes on every page.
"""

from typing import Any

COLOURS: dict[str, str] = {
    "brand": "#FF5734",
    "lilac": "#BE94F5",
    "paper": "#F7F7F5",
    "ink": "#1A1A1A",
    "text": "#333333",
    "quiet": "#5F5F5F",
    "line": "#DEDEDA",
    "danger": "#A3200D",
    "fine": "#1B6E3C",
}

TAILWIND: dict[str, Any] = {
    "theme": {
        "extend": {
            "colors": COLOURS,
            "fontFamily": {
                "display": ["Poppins", "ui-sans-serif", "system-ui", "sans-serif"],
                "sans": ["Inter", "ui-sans-serif", "system-ui", "sans-serif"],
            },
        }
    }
}

PAGE = "min-h-dvh bg-paper text-text font-sans text-base antialiased"
COLUMN = "mx-auto w-full max-w-5xl px-4 sm:px-6"
HEADLINE = "font-display font-bold text-3xl sm:text-4xl text-ink tracking-tight"
TITLE = "font-display font-bold text-xl text-ink"
SUBTITLE = "font-display font-medium text-base text-ink"
QUIET = "text-sm text-quiet"
PANEL = "rounded-2xl bg-white border border-line p-5 sm:p-6 shadow-sm"
CARD = "rounded-2xl bg-white border border-line p-5 flex flex-col gap-3 transition-shadow hover:shadow-md"
TAG = "inline-block rounded-full bg-lilac/25 text-ink text-sm px-3 py-1"
_PRESSABLE = (
    "inline-flex items-center justify-center gap-2 min-h-11 rounded-full px-5 whitespace-nowrap "
    "font-medium cursor-pointer transition disabled:opacity-50 disabled:cursor-not-allowed "
    "focus-visible:outline-3 focus-visible:outline-offset-2 focus-visible:outline-ink "
)
BUTTON = _PRESSABLE + "bg-brand text-ink hover:brightness-105 active:brightness-95"
QUIET_BUTTON = _PRESSABLE + "bg-white text-ink border border-line hover:border-lilac hover:bg-lilac/10"
FIELD = (
    "w-full min-h-11 rounded-xl border border-line bg-white px-4 py-2 text-base text-ink "
    "placeholder:text-quiet focus-visible:outline-3 focus-visible:outline-lilac aria-invalid:border-danger"
)
LABEL = "font-medium text-ink"
PROBLEM = "text-sm text-danger min-h-5"
