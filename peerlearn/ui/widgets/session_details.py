"""Everything there is to know of one session; on its page and in dialogs."""

from typing import Any

import reflex as rx

from peerlearn.domain.discovery import SessionState
from peerlearn.ui import theme
from peerlearn.ui.widgets.avatar import avatar
from peerlearn.ui.widgets.booking_press import booking_press
from peerlearn.ui.widgets.either import one_of, when
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.mentor_details import skill_tags
from peerlearn.ui.widgets.session_card import LIVE, SOON, topics
from peerlearn.ui.widgets.stars import stars

WHAT, TOPICS, WHO = "What you will learn", "Topics", "What your mentor knows"
MONEY_BACK = "Your mentor confirms each booking. If they decline, you get everything back."
VIDEO = "Live video, in your browser"
TAKEN = "Somebody has booked this one. Other sessions of this mentor are on their page."
OVER = "This session is over. Other sessions of this mentor are on their page."
IN_WORDS = {SessionState.LIVE: TAKEN, SessionState.BOOKED: TAKEN, SessionState.OVER: OVER}
AS_A_WORD = {SessionState.LIVE: "Booked", SessionState.BOOKED: "Booked", SessionState.OVER: "Over"}


def session_details(details: Any, who: Any, notice: rx.Component, *, heading: Any = rx.el.h1) -> rx.Component:
    """The story on the left, the offer beside it; below each other on a phone.

    Args:
        details: a `SessionDetails`.
        who: for whom booking is offered, as `booking_press` wants it.
        notice: what there is to say about the money, such as that it is pretended.
        heading: the element of the title.
    """
    card = details.card
    return rx.el.div(
        rx.el.header(
            _now(card),
            heading(card.title, class_name=theme.HEADLINE + " break-words"),
            _mentor(details),
            class_name="flex flex-col gap-6 lg:col-start-1",
        ),
        _offer(details, who, notice),
        _story(details),
        class_name="grid gap-10 lg:gap-x-16 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start",
    )


def _offer(details: Any, who: Any, notice: rx.Component) -> rx.Component:
    card = details.card
    return rx.el.section(
        rx.el.p(
            icon("calendar"),
            rx.el.span(local_time(moment=card.starts_at), class_name="min-h-6 text-ink font-medium"),
            class_name="flex gap-3",
        ),
        rx.el.p(icon("clock"), rx.el.span(f"{card.duration_minutes} minutes, one to one"), class_name="flex gap-3"),
        rx.el.p(icon("video"), rx.el.span(VIDEO), class_name="flex gap-3"),
        rx.el.div(
            rx.el.p(card.price, class_name="font-display font-bold text-3xl text-ink tabular-nums"),
            rx.el.p(f"plus {details.service_fee} service fee: {details.total} in all", class_name=theme.QUIET),
            class_name="flex flex-col gap-1 border-t border-line pt-4",
        ),
        when(
            card.bookable,
            booking_press(card, who, look=theme.BUTTON + " w-full"),
            rx.el.p(one_of(card.state, AS_A_WORD), class_name=theme.SUBTITLE),
        ),
        rx.el.p(one_of(card.state, IN_WORDS, MONEY_BACK), class_name=theme.QUIET),
        notice,
        class_name=theme.PANEL + " flex flex-col gap-4 lg:col-start-2 lg:row-start-1 lg:row-span-2 lg:sticky lg:top-24",
        custom_attrs={"aria-label": "Time, price and booking"},
    )


def _story(details: Any) -> rx.Component:
    words = rx.el.p(details.description, class_name="whitespace-pre-line break-words leading-relaxed max-w-prose")
    return rx.el.div(
        _part(WHAT, words),
        _part(TOPICS, topics(details.card.topics)),
        _part(WHO, skill_tags(details.mentor_skills)),
        class_name="flex flex-col gap-10 lg:col-start-1",
    )


def _mentor(details: Any) -> rx.Component:
    card = details.card
    return rx.el.div(
        avatar(card.mentor_name, size="size-14 text-2xl"),
        rx.el.div(
            rx.el.a(card.mentor_name, href=card.mentor_href, class_name=theme.LINK + " font-medium break-words"),
            stars(card.rating, card.rating_percent, card.ratings),
            class_name="flex flex-col gap-1 min-w-0",
        ),
        class_name="flex items-center gap-4",
    )


def _now(card: Any) -> rx.Component:
    """That it runs, or is about to."""
    note = rx.el.p(
        rx.el.span(class_name="live-dot"),
        one_of(card.state, {SessionState.LIVE: LIVE, SessionState.SOON: SOON}),
        class_name="inline-flex self-start items-center gap-2 rounded-full px-3 py-1 text-sm font-medium "
        "bg-brand-wash text-ink",
    )
    return one_of(card.state, {SessionState.LIVE: note, SessionState.SOON: note}, rx.fragment())


def _part(title: str, content: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h2(title, class_name=theme.TITLE), content, class_name="flex flex-col gap-3")
