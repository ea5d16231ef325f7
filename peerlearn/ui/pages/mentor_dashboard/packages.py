"""A mentor's packages: the form that offers one, those on sale, and who has how many sessions left."""

import reflex as rx

from peerlearn.domain.packages import FEWEST, MOST, VALID_FOR, BoughtCard, OfferCard
from peerlearn.ui import theme
from peerlearn.ui.pages.mentor_dashboard.packages_state import PackagesState
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import text_field
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.package_card import package_card

TITLE, OFFER, WITHDRAW, SOLD = "Packages", "Offer package", "Withdraw", "Sessions left to book"
WHAT = (
    f"Several sessions at a lower price each, paid at once and booked one by one within {VALID_FOR.days} days. "
    "You still accept or decline each booking, and earn each session when it is done."
)
GRID = "grid gap-4 sm:grid-cols-2 xl:grid-cols-3"


def packages() -> rx.Component:
    """The form first; the rest once there is something."""
    return rx.el.section(
        rx.el.h2(TITLE, class_name=theme.TITLE),
        rx.el.p(WHAT, class_name="max-w-[65ch]"),
        _form(),
        rx.cond(
            PackagesState.on_sale.length() > 0, rx.el.div(rx.foreach(PackagesState.on_sale, _own), class_name=GRID)
        ),
        rx.cond(PackagesState.sold.length() > 0, _sold()),
        id="packages",
        class_name="flex flex-col gap-4",
    )


def _form() -> rx.Component:
    fields = (
        ("sessions", "Number of sessions", f"{FEWEST} to {MOST}"),
        ("usual_price", "Usual price of one in ₹", "It books your sessions of up to this price"),
        ("price", "Price of one in the package in ₹", "Whole rupees, less than the usual price"),
    )
    return rx.el.form(
        rx.el.div(
            *(
                text_field(
                    label,
                    id=f"package-{name.replace('_', '-')}",
                    name=name,
                    problem=PackagesState.problems.get(name, ""),
                    hint=hint,
                    on_change=lambda typed, name=name: PackagesState.consider(name, typed),
                    input_mode="numeric",
                    auto_complete="off",
                    max_length=12,
                )
                for name, label, hint in fields
            ),
            class_name="grid gap-4 sm:grid-cols-3 sm:items-end",
        ),
        rx.el.p(PackagesState.comes_to, id="package-comes-to", class_name="empty:hidden", aria_live="polite"),
        focus_problem(PackagesState.problems),
        rx.el.button(OFFER, id="package-offer", type="submit", class_name=theme.BUTTON + " self-start"),
        key=PackagesState.form_key,
        on_submit=PackagesState.offer,
        class_name=theme.PANEL + " flex flex-col gap-3",
    )


def _own(card: rx.vars.ObjectVar[OfferCard]) -> rx.Component:
    return package_card(
        card,
        rx.el.button(
            WITHDRAW,
            rx.el.span(f" the package of {card.sessions} sessions", class_name="sr-only"),
            type="button",
            on_click=PackagesState.withdraw(card.package_id),
            class_name=theme.QUIET_BUTTON,
        ),
        own=True,
    )


def _sold() -> rx.Component:
    return rx.el.section(
        rx.el.h3(SOLD, class_name=theme.SUBTITLE),
        rx.el.ul(
            rx.foreach(PackagesState.sold, _buyer),
            class_name=theme.PANEL + " flex list-none flex-col divide-y divide-line",
        ),
        id="packages-sold",
        class_name="flex flex-col gap-3",
    )


def _buyer(card: rx.vars.ObjectVar[BoughtCard]) -> rx.Component:
    return rx.el.li(
        rx.el.span(card.other_name, class_name="font-medium text-ink break-words"),
        rx.el.span(f"{card.left} of {card.sessions} left, {card.each} each", class_name="tabular-nums"),
        rx.el.span("until ", local_time(moment=card.valid_until), class_name=theme.QUIET),
        class_name="grid items-center gap-1 py-3 sm:grid-cols-[minmax(0,1fr)_15rem_15rem]",
        custom_attrs={"data-purchase": card.purchase_id.to_string()},
    )
