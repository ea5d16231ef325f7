"""What can be pressed, what states things are in, how one gets around, and what lies over the page."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.action import PopUp
from peerlearn.ui.pages.kit.demo import demo
from peerlearn.ui.widgets.avatar import avatar
from peerlearn.ui.widgets.badge import badge, count_badge
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.icon_button import icon_button
from peerlearn.ui.widgets.list_states import Listing, empty_state, list_states
from peerlearn.ui.widgets.modal import dialog, sheet
from peerlearn.ui.widgets.nav_link import nav_link
from peerlearn.ui.widgets.pop_ups import WORDS as POP_UP_WORDS
from peerlearn.ui.widgets.pop_ups import PopUps
from peerlearn.ui.widgets.price import price
from peerlearn.ui.widgets.skeleton import skeleton_card
from peerlearn.ui.widgets.stars import stars
from peerlearn.ui.widgets.tooltip import tooltip

ROW = "flex flex-wrap items-center gap-4"
COLUMN = "flex flex-col gap-5"
WHY_VERIFIED = "Somebody checked who this is and what they know."


def buttons(mode: str) -> rx.Component:
    """One orange action; the others step back."""
    return rx.el.div(
        rx.el.div(
            rx.el.button("Book now", type="button", class_name=theme.BUTTON),
            rx.el.button("Not now", type="button", class_name=theme.QUIET_BUTTON),
            rx.el.button("Delete", type="button", class_name=theme.DANGER_BUTTON),
            class_name=ROW,
        ),
        rx.el.div(
            rx.el.button(icon("play"), "Watch", type="button", class_name=theme.QUIET_BUTTON),
            rx.el.button("One moment…", type="button", disabled=True, class_name=theme.BUTTON),
            class_name=ROW,
        ),
        rx.el.div(
            icon_button("bell", "Notifications"),
            icon_button("gear", "Settings"),
            icon_button("trash", "Delete", disabled=True),
            tooltip(
                rx.el.button(icon("badge"), "Verified", type="button", class_name=theme.QUIET_BUTTON),
                WHY_VERIFIED,
                id=f"{mode}-why-verified",
            ),
            class_name=ROW,
        ),
        class_name=COLUMN,
    )


def badges(_mode: str) -> rx.Component:
    """States, counts, stars, people, prices."""
    return rx.el.div(
        rx.el.div(
            badge("3 Live", tone="live"),
            badge("Confirmed", tone="good"),
            badge("Waiting", tone="chosen"),
            badge("In 10 minutes", tone="notice"),
            badge("Declined", tone="danger"),
            badge("Completed"),
            rx.el.span("Algebra", class_name=theme.TAG),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.el.div(
            stars("4.8", 96, 12),
            stars("", 0, 0),
            price("₹1,25,000"),
            price("₹900", per="60 min", size="large"),
            rx.el.span(
                icon("bell"),
                count_badge(rx.Var.create(12), "unread"),
                class_name="relative grid size-11 place-items-center",
            ),
            class_name=ROW,
        ),
        rx.el.div(
            avatar("Asha Rao", size="size-8 text-xs"),
            avatar("Asha Rao"),
            avatar("Ravi", size="size-20 text-2xl"),
            class_name=ROW,
        ),
        class_name=COLUMN,
    )


def getting_around(mode: str) -> rx.Component:
    """Links of bars and sidebars."""
    return rx.el.div(
        rx.el.nav(
            nav_link("Sessions", "#content", "play", here=True),
            nav_link("Mentors", "#content", "star"),
            class_name="flex gap-5",
            custom_attrs={"aria-label": f"Top, {mode}"},
        ),
        rx.el.nav(
            nav_link("Home", "#content", "house", here=True, side=True),
            nav_link("Bookings", "#content", "book", side=True),
            nav_link("Earnings", "#content", "rupee", side=True),
            class_name="flex w-52 flex-col gap-1",
            custom_attrs={"aria-label": f"Side, {mode}"},
        ),
        class_name=COLUMN,
    )


def cards(_mode: str) -> rx.Component:
    """A glass card, a panel, and a card on its way."""
    return rx.el.div(
        rx.el.article(
            rx.el.h3("Loops in Python", class_name=theme.SUBTITLE + " text-lg"),
            rx.el.p("with ", rx.el.strong("Asha Rao"), class_name=theme.QUIET),
            rx.el.div(
                rx.el.span("Loops", class_name=theme.TAG),
                rx.el.span("Functions", class_name=theme.TAG),
                class_name="flex gap-2",
            ),
            rx.el.div(
                price("₹900"),
                rx.el.button("Book", type="button", class_name=theme.BUTTON),
                class_name="mt-auto flex items-center justify-between pt-2",
            ),
            class_name=theme.CARD,
        ),
        skeleton_card(),
        rx.el.div("A panel holds a form or a table.", class_name=theme.PANEL + " sm:col-span-2"),
        class_name="grid gap-4 sm:grid-cols-2",
    )


def lists(_mode: str) -> rx.Component:
    """The four states."""
    shown = (Listing.LOADING, Listing.READY, Listing.EMPTY, Listing.FAILED)
    return rx.el.div(*(_list_in(state) for state in shown), class_name="grid gap-5 sm:grid-cols-2")


def _list_in(state: Listing) -> rx.Component:
    return rx.el.div(
        rx.el.h3(state.value.capitalize(), class_name=theme.SUBTITLE),
        list_states(
            rx.Var.create(state.value),
            rx.el.div("The list itself", class_name=theme.PANEL),
            empty=empty_state(
                "Nothing booked yet",
                more="Choose a session, and it will stand here.",
                press=rx.el.a("Find a session", href="#content", class_name=theme.BUTTON),
            ),
            loading=skeleton_card(),
        ),
        class_name="flex min-w-0 flex-col gap-2",
    )


def _menu(mode: str) -> rx.Component:
    """Its items come one after another."""
    places = (("Home", "house"), ("Bookings", "book"), ("Earnings", "rupee"), ("Logout", "exit"))
    return rx.el.nav(
        *(nav_link(words, "#content", drawing, side=True) for words, drawing in places),
        class_name="stagger flex flex-col gap-1",
        custom_attrs={"aria-label": f"Menu, {mode}"},
    )


def over_the_page(mode: str) -> rx.Component:
    """Dialogs, sheets and messages."""
    foot = rx.el.div(
        rx.el.button("Confirm", type="button", class_name=theme.BUTTON), class_name="flex justify-end gap-3"
    )
    content = rx.el.p("What it is about, in a sentence or two. Everything behind it waits.")
    return rx.el.div(
        demo(
            "Open a dialog",
            dialog(content, title="Book this session", open=False, foot=foot),
            id=f"{mode}-dialog",
        ),
        demo("Open a sheet", sheet(_menu(mode), title="Menu", open=False), id=f"{mode}-sheet"),
        demo(
            "Say something",
            PopUps.create(pop_ups=rx.Var.create(list[PopUp]()), words=POP_UP_WORDS),
            id=f"{mode}-say",
            says=True,
        ),
        class_name=ROW,
    )
