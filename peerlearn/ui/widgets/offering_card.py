"""One session that can be booked, as a card."""

import reflex as rx

from peerlearn.domain.bookings import OfferingCard
from peerlearn.ui import theme
from peerlearn.ui.widgets.avatar import avatar
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.price import price


def offering_card(card: rx.vars.ObjectVar[OfferingCard], press: rx.Component, *below: rx.Component) -> rx.Component:
    """Title, mentor, time, topics, price, the one thing to press, and below it what else there may be."""
    return rx.el.article(
        rx.el.h3(card.title, class_name=theme.CARD_TITLE),
        when_line(card.starts_at, card.duration_minutes),
        person_line(card.mentor_name),
        topic_tags(card.topics),
        rx.el.div(
            price(card.price),
            press,
            class_name="mt-auto flex items-center justify-between gap-3 pt-2",
        ),
        *below,
        class_name=theme.CARD,
        custom_attrs={"data-offering": card.offering_id.to_string()},
    )


def when_line(starts_at: rx.Var[str], duration_minutes: rx.Var[int]) -> rx.Component:
    """When it is, in the reader's zone, and how long."""
    return rx.el.p(
        local_time(moment=starts_at),
        " · ",
        rx.el.span(duration_minutes.to_string(), " min", class_name="whitespace-nowrap"),
        class_name=theme.QUIET + " min-h-5",
    )


def person_line(name: rx.Var[str]) -> rx.Component:
    """With whom."""
    return rx.el.p(
        avatar(name, size="size-8 text-xs"),
        rx.el.span(name, class_name="truncate"),
        class_name="flex items-center gap-2.5 font-medium text-ink",
    )


def topic_tags(topics: rx.Var[list[str]]) -> rx.Component:
    """The topics as small tags."""
    return rx.el.ul(
        rx.foreach(topics, lambda topic: rx.el.li(topic, class_name=theme.TAG)),
        class_name="flex flex-wrap gap-2 list-none p-0",
        custom_attrs={"aria-label": "Topics"},
    )
