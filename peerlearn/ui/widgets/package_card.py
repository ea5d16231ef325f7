"""A package that can be bought, as a card: what one session costs in it, and what that saves."""

from typing import Any
from urllib.parse import quote

import reflex as rx

from peerlearn.domain.accounts import Role
from peerlearn.ui import theme
from peerlearn.ui.widgets.booking_press import LEARNER, NOBODY
from peerlearn.ui.widgets.either import when
from peerlearn.ui.widgets.price import price

PACKAGE_POP_UP = "/dashboard/learner/?package="  # with a package's number: the learner's page with its pop-up open
_VIA_REGISTRATION = f"/register/?role={Role.LEARNER}&next={quote(PACKAGE_POP_UP, safe='')}"
CHOOSE, UNUSED = "Choose package", "What you do not use goes back to you."


def package_card(card: Any, press: rx.Component, *, own: bool = False) -> rx.Component:
    """How many sessions, what each costs and saves, what all cost, and the one thing to press.

    Args:
        card: an `OfferCard`.
        press: what it is bought or withdrawn with.
        own: whether its mentor is looking.
    """
    who, unused = ("Learners", "") if own else ("You", f" {UNUSED}")
    return rx.el.article(
        rx.el.h3(f"{card.sessions} sessions", class_name=theme.CARD_TITLE),
        rx.el.p(each_words(card)),
        rx.el.p(f"{who} save {card.saving}", class_name="font-medium text-fine"),
        rx.el.p(f"Valid for {card.valid_days} days.{unused}", class_name=theme.QUIET),
        rx.el.div(
            rx.el.div(
                price(card.price),
                rx.el.p(f"{card.total} with the service fee", class_name=theme.QUIET),
            ),
            press,
            class_name="mt-auto flex flex-wrap items-end justify-between gap-3 pt-2",
        ),
        class_name=theme.CARD,
        custom_attrs={"data-package": f"{card.package_id}"},
    )


def each_words(card: Any) -> str:
    """What a session costs in it, and for which ones that holds."""
    return f"{card.each} each, for sessions of up to {card.usual}"


def package_press(card: Any, who: Any) -> rx.Component:
    """The way to buy it, for whom it is; after registering or signing in a visitor is led to the same place."""
    press = rx.el.a(
        CHOOSE,
        rx.el.span(f" of {card.sessions} sessions", class_name="sr-only"),
        href=when(who == LEARNER, f"{PACKAGE_POP_UP}{card.package_id}", f"{_VIA_REGISTRATION}{card.package_id}"),
        class_name=theme.QUIET_BUTTON,
    )
    return when(who == NOBODY, rx.fragment(), press)
