"""What things look like, by meaning: Tailwind classes for `rx.el` parts.

Change a look here and it changes on every page. The colours behind the names are in tokens.py; what classes cannot
say (light, glass, motion) is in assets/.
"""

from typing import Any

from peerlearn.ui.tokens import tailwind_colours

TAILWIND: dict[str, Any] = {
    "darkMode": "class",
    "theme": {
        "extend": {
            "colors": tailwind_colours(),
            "fontFamily": {
                "display": ["Poppins", "Poppins fallback", "ui-sans-serif", "system-ui", "sans-serif"],
                "sans": ["Inter", "Inter fallback", "ui-sans-serif", "system-ui", "sans-serif"],
            },
        }
    },
}

# The page and its words
PAGE = "page min-h-dvh text-text font-sans text-base antialiased"
COLUMN = "mx-auto w-full max-w-5xl px-4 sm:px-6"
WIDE_COLUMN = "mx-auto w-full max-w-7xl px-4 sm:px-6"
WIDEST_COLUMN = "mx-auto w-full max-w-screen-2xl px-4 sm:px-6"
HEADLINE = "font-display font-bold text-3xl sm:text-4xl text-ink tracking-tight text-balance"
TITLE = "font-display font-bold text-xl text-ink"
SUBTITLE = "font-display font-medium text-base text-ink"
CARD_TITLE = "font-display font-medium text-lg leading-snug text-ink"
QUIET = "text-sm text-quiet"
LINK = "text-ink underline decoration-lilac decoration-2 underline-offset-4 hover:decoration-brand"

# What things lie on
PANEL = "rounded-3xl bg-surface border border-line p-5 sm:p-6 shadow-sm"
CARD = "glass-card lift rounded-3xl border border-line p-5 flex flex-col gap-3"
TAG = "inline-block rounded-full bg-lilac-wash text-ink text-sm px-3 py-1"

# What can be pressed
_PRESSABLE = (
    "inline-flex items-center justify-center gap-2 min-h-11 rounded-full px-5 whitespace-nowrap "
    "font-medium cursor-pointer transition disabled:opacity-50 disabled:cursor-not-allowed "
)
BUTTON = _PRESSABLE + "bg-brand text-on-brand hover:brightness-105 active:brightness-95"
QUIET_BUTTON = _PRESSABLE + "bg-surface text-ink border border-line hover:border-lilac hover:bg-lilac-wash"
DANGER_BUTTON = _PRESSABLE + "bg-surface text-danger border border-danger/40 hover:border-danger hover:bg-danger/5"
ICON_BUTTON = (
    "inline-grid place-items-center size-11 rounded-full text-ink cursor-pointer "
    "lively hover:bg-lilac-wash disabled:opacity-50 disabled:cursor-not-allowed"
)

# What can be filled in
FIELD = (
    "w-full min-h-11 rounded-xl border border-edge bg-surface px-4 py-2 text-base text-ink "
    "placeholder:text-quiet hover:border-lilac aria-invalid:border-danger "
    "disabled:cursor-not-allowed disabled:border-line disabled:bg-well disabled:text-quiet"
)
LABEL = "font-medium text-ink"
CHOICE = "flex min-h-11 cursor-pointer items-center gap-3 text-ink"
CHECK = "size-5 shrink-0 accent-brand"
