"""A learner's packages: how many sessions are left, until when, and the way to give back what is unused."""

import reflex as rx

from peerlearn.domain.packages import BoughtCard
from peerlearn.ui import theme
from peerlearn.ui.frames.packages.owned_state import OwnedState
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.modal import dialog
from peerlearn.ui.widgets.nav_link import own_link
from peerlearn.ui.widgets.offering_card import person_line

PACKAGES, BOOK, RETURN = "My packages", "Book a session", "Get the rest back"
TITLE, KEEP, CONFIRM = "Give this package back?", "Keep it", "Give it back"
AFTERWARDS = "The package ends with it. Sessions that you have booked from it stay booked."
GRID = "grid gap-4 sm:grid-cols-2 xl:grid-cols-3"


def owned_packages() -> rx.Component:
    """One card each; nothing while there is none."""
    return rx.cond(
        OwnedState.cards.length() > 0,
        rx.el.section(
            rx.el.h2(PACKAGES, class_name=theme.TITLE),
            rx.el.div(rx.foreach(OwnedState.cards, _package), class_name=GRID),
            id="my-packages",
            class_name="flex flex-col gap-4",
        ),
    )


def giving_back_dialog() -> rx.Component:
    """Once on each page with these cards."""
    returning = OwnedState.returning
    return dialog(
        rx.el.p(f"Package of {returning.sessions} sessions with {returning.other_name}", class_name=theme.CARD_TITLE),
        rx.el.dl(
            _line("Sessions left", returning.left.to_string()),
            _line("You get back", returning.goes_back, id="package-back"),
        ),
        rx.el.p(AFTERWARDS, " ", returning.arrives),
        title=TITLE,
        id="giving-back",
        open=OwnedState.asking,
        on_close=OwnedState.close,
        foot=rx.el.div(
            rx.el.button(KEEP, type="button", class_name=theme.QUIET_BUTTON, custom_attrs={"data-close": ""}),
            rx.el.button(
                CONFIRM,
                id="package-back-confirm",
                type="button",
                on_click=OwnedState.give_back,
                class_name=theme.BUTTON,
            ),
            class_name="flex justify-end gap-3",
        ),
    )


def _package(card: rx.vars.ObjectVar[BoughtCard]) -> rx.Component:
    return rx.el.article(
        rx.el.p(
            icon("book"),
            rx.el.span(f"{card.left} of {card.sessions} sessions left"),
            class_name="flex items-center gap-2.5 " + theme.CARD_TITLE,
        ),
        person_line(card.other_name),
        rx.el.p(f"For sessions of up to {card.usual}", class_name=theme.QUIET),
        rx.el.p("Valid until ", local_time(moment=card.valid_until), class_name=theme.QUIET),
        rx.el.div(
            rx.cond(
                card.mentor_href != "",
                own_link(
                    BOOK,
                    rx.el.span(f" with {card.other_name}", class_name="sr-only"),
                    href=card.mentor_href,
                    class_name=theme.BUTTON,
                ),
            ),
            rx.el.button(
                RETURN,
                rx.el.span(f" of the package with {card.other_name}", class_name="sr-only"),
                type="button",
                on_click=OwnedState.ask_back(card.purchase_id),
                class_name=theme.QUIET_BUTTON,
            ),
            class_name="mt-auto flex flex-wrap gap-3 pt-2",
        ),
        class_name=theme.CARD,
        custom_attrs={"data-purchase": card.purchase_id.to_string()},
    )


def _line(words: str, value: rx.Var[str], **of_the_value: str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(words, class_name=theme.QUIET),
        rx.el.dd(value, class_name="font-medium text-ink tabular-nums", **of_the_value),
        class_name="flex justify-between border-b border-line py-2",
    )
