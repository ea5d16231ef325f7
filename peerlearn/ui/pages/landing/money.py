"""Where a learner's money goes, worked out from the rates that every payment is split by."""

import reflex as rx

from peerlearn.domain.payments import quote
from peerlearn.kit.money import Money
from peerlearn.ui import theme

EXAMPLE = quote(Money.rupees(1000))
HEADING = "No surprises about money"
WORDS = (
    f"A session priced {EXAMPLE.price} costs the learner {EXAMPLE.total}, shown before paying. "
    f"{EXAMPLE.mentor} of it is the mentor's."
)
PARTS = (
    (str(EXAMPLE.mentor), "to the mentor", EXAMPLE.mentor.paise, "bg-brand text-on-brand"),
    (str(EXAMPLE.app), "keeps PeerLearn running", EXAMPLE.app.paise, "bg-lilac text-on-lilac"),
)


def where_the_money_goes() -> rx.Component:
    """One bar, to scale."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(HEADING, class_name=theme.HEADLINE),
            rx.el.p(WORDS, class_name="text-lg leading-relaxed max-w-xl"),
            class_name="flex flex-col gap-4",
        ),
        rx.el.dl(*(_part(*part) for part in PARTS), class_name="flex gap-1.5"),
        class_name="glass-card border border-line rounded-3xl mt-20 p-6 sm:p-10 grid gap-8 lg:grid-cols-2 items-center",
    )


def _part(amount: str, whose: str, paise: int, look: str) -> rx.Component:
    return rx.el.div(
        rx.el.dt(amount, class_name=f"rounded-2xl px-4 py-5 font-display font-bold text-xl {look}"),
        rx.el.dd(whose, class_name="text-sm text-quiet mt-2"),
        style={"flexGrow": paise, "flexBasis": "7rem"},
    )
