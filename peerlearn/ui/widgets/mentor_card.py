"""The card of one mentor and the next session that can be booked with them."""

from typing import Any

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.avatar import avatar
from peerlearn.ui.widgets.session_card import topics, when
from peerlearn.ui.widgets.stars import stars


def mentor_card(card: Any, book: rx.Component) -> rx.Component:
    """Who they are, what learners say, what comes next and what it costs."""
    return rx.el.article(
        rx.el.div(
            avatar(card.name, size="size-14 text-xl"),
            rx.el.div(
                rx.el.h3(
                    rx.el.a(card.name, href=card.href, class_name="card-link"),
                    class_name="font-display font-medium text-lg leading-snug text-ink truncate",
                ),
                stars(card.rating, card.rating_percent, card.ratings),
                class_name="min-w-0",
            ),
            class_name="flex items-center gap-4",
        ),
        topics(card.session.topics),
        rx.el.div(
            rx.el.p(card.session.title, class_name="font-medium text-ink line-clamp-2"),
            when(card.session),
            class_name="flex flex-col gap-1 mt-auto",
        ),
        rx.el.div(
            rx.el.span(card.session.price, class_name="font-display font-bold text-xl text-ink"),
            book,
            class_name="flex items-center justify-between gap-3 min-h-11 border-t border-line pt-4",
        ),
        class_name=theme.CARD + " relative w-full gap-4",
        custom_attrs={"data-mentor": card.handle},
    )
