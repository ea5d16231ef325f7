"""One session that can be booked, as a card."""

import reflex as rx

from peerlearn.domain.bookings import OfferingCard
from peerlearn.ui import theme
from peerlearn.ui.widgets.local_time import local_time


def offering_card(card: rx.vars.ObjectVar[OfferingCard], press: rx.Component) -> rx.Component:
    """Title, mentor, time, topics, price, and the one thing to press."""
    return rx.el.article(
        rx.el.h3(card.title, class_name=theme.SUBTITLE + " text-lg"),
        rx.el.p("with ", rx.el.strong(card.mentor_name), class_name=theme.QUIET),
        rx.el.p(
            local_time(moment=card.starts_at),
            " · ",
            rx.el.span(card.duration_minutes.to_string(), " min", class_name="whitespace-nowrap"),
            class_name=theme.QUIET + " min-h-5",
        ),
        topic_tags(card.topics),
        rx.el.div(
            rx.el.span(card.price, class_name="font-display font-bold text-xl text-ink"),
            press,
            class_name="mt-auto flex items-center justify-between gap-3 pt-2",
        ),
        class_name=theme.CARD,
        custom_attrs={"data-offering": card.offering_id.to_string()},
    )


def topic_tags(topics: rx.Var[list[str]]) -> rx.Component:
    """The topics as small tags."""
    return rx.el.ul(
        rx.foreach(topics, lambda topic: rx.el.li(topic, class_name=theme.TAG)),
        class_name="flex flex-wrap gap-2 list-none p-0",
        custom_attrs={"aria-label": "Topics"},
    )
