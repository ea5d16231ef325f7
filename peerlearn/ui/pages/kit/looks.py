"""Colours, words, icons and drawings."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.tokens import COLOURS
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.icon_paths import PATHS
from peerlearn.ui.widgets.logo import logo, mark
from peerlearn.ui.widgets.picture import picture

DRAWINGS = ("sessions", "calendar", "bookmarks", "quiet", "mail", "not-found", "error")
ROW = "flex flex-wrap items-center gap-4"


def colours(mode: str) -> rx.Component:
    """Every token with its name and its purpose."""
    return rx.el.ul(
        *(
            rx.el.li(
                rx.el.span(
                    class_name="size-9 shrink-0 rounded-xl border border-line",
                    style={"background": f"var(--{name})"},
                ),
                rx.el.span(
                    rx.el.span(name, class_name="block font-medium text-ink"),
                    rx.el.span(getattr(token, mode), class_name="block text-xs text-quiet"),
                    class_name="min-w-0",
                ),
                class_name="flex items-center gap-3",
                title=token.purpose,
            )
            for name, token in COLOURS.items()
        ),
        class_name="grid list-none grid-cols-2 gap-3 p-0 sm:grid-cols-3",
    )


def words(_mode: str) -> rx.Component:
    """Headlines, titles, running text, and the logo."""
    return rx.el.div(
        rx.el.div(logo(), mark(), class_name=ROW),
        rx.el.p("Learn or teach with real impact", class_name=theme.HEADLINE),
        rx.el.p("A title in Poppins Bold", class_name=theme.TITLE),
        rx.el.p("A subtitle in Poppins Medium", class_name=theme.SUBTITLE),
        rx.el.p("Running text in Inter: one mentor, one learner, face to face; ₹1,00,000 · 1–4 “quoted” … 90 %."),
        rx.el.p("What comes second is quiet, and small.", class_name=theme.QUIET),
        rx.el.p("A sentence with ", rx.el.a("a link", href="#content", class_name=theme.LINK), " in it."),
        rx.el.p("0123456789 ₹12,34,567", class_name="tabular-nums"),
        class_name="flex flex-col gap-3",
    )


def icons(_mode: str) -> rx.Component:
    """Every icon with its name."""
    return rx.el.ul(
        *(
            rx.el.li(
                icon(name),
                rx.el.span(name, class_name="max-w-full truncate text-xs text-quiet"),
                class_name="flex min-w-0 flex-col items-center gap-1.5 text-ink",
            )
            for name in PATHS
        ),
        class_name="grid list-none grid-cols-4 gap-4 p-0 sm:grid-cols-7",
    )


def drawings(_mode: str) -> rx.Component:
    """One family."""
    return rx.el.div(
        picture("hero", label="Two people meet on video", look="w-full max-w-lg"),
        rx.el.div(*(picture(name, look="w-full") for name in DRAWINGS), class_name="grid grid-cols-2 gap-4"),
        class_name="flex flex-col items-center gap-4",
    )
