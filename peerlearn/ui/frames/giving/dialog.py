"""The question how much to give, with what it comes to, and the payment window behind it."""

import reflex as rx

from peerlearn.domain.gifts import LARGEST, SMALLEST, SUGGESTED
from peerlearn.ui import theme
from peerlearn.ui.frames.checkout import checkout
from peerlearn.ui.frames.giving.state import GivingState
from peerlearn.ui.shell import money_notice
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import text_field
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.modal import dialog

GIVE, TITLE = "Gift", "Send a gift"
WHY = "A thank-you on top of what the session cost. It is theirs at once, and changes nothing about the session."
AMOUNT, HINT = "Amount in ₹", f"Whole rupees, {SMALLEST} to {LARGEST}"
SUGGESTIONS = "Usual amounts"
NOT_NOW, PAY = "Not now", "Pay"
LINES = {"gift": "Gift", "fee": "Service fee", "total": "You pay"}
_CHIP = (
    "min-h-11 cursor-pointer rounded-full border px-4 font-medium tabular-nums transition hover:border-lilac "
    "hover:bg-lilac-wash "
)
_TAKEN, _FREE = "border-brand bg-brand-wash text-ink", "border-edge bg-surface text-text"


def gift_press(room_id: rx.Var[str], about: rx.Var[str]) -> rx.Component:
    """The button beside a session that took place."""
    return rx.el.button(
        icon("gift"),
        GIVE,
        rx.el.span(" for ", about, class_name="sr-only"),
        type="button",
        on_click=GivingState.ask(room_id),
        class_name=theme.QUIET_BUTTON + " gap-2",
        custom_attrs={"data-gift": room_id},
    )


def gift_dialog() -> rx.Component:
    """Once on each page from which somebody can send a gift."""
    return rx.fragment(
        dialog(
            rx.el.p("To ", GivingState.name, class_name=theme.CARD_TITLE),
            rx.el.p(WHY, class_name=theme.QUIET),
            _usual(),
            _form(),
            _cost(),
            money_notice(),
            title=TITLE,
            id="giving",
            open=GivingState.asking,
            on_close=GivingState.close,
            foot=_foot(),
        ),
        checkout(
            order=GivingState.order,
            on_paid=GivingState.paid,
            on_failed=GivingState.failed,
            on_dismissed=GivingState.dismissed,
        ),
    )


def _usual() -> rx.Component:
    def chip(rupees: str, words: str) -> rx.Component:
        taken = GivingState.cost.rupees == rupees
        return rx.el.button(
            words,
            type="button",
            on_click=GivingState.suggest(rupees),
            aria_pressed=rx.cond(taken, "true", "false"),
            class_name=_CHIP + rx.cond(taken, _TAKEN, _FREE),
        )

    chips = (chip(str(amount.paise // 100), str(amount)) for amount in SUGGESTED)
    return rx.el.div(*chips, role="group", aria_label=SUGGESTIONS, class_name="flex flex-wrap gap-2")


def _form() -> rx.Component:
    problem = rx.cond(GivingState.problems.contains("amount"), GivingState.problems["amount"], "")
    return rx.el.form(
        text_field(
            AMOUNT,
            id="gift-amount",
            name="amount",
            problem=problem,
            hint=HINT,
            default_value=GivingState.typed,
            on_change=GivingState.consider.debounce(200),
            input_mode="numeric",
            auto_complete="off",
            max_length=12,
        ),
        focus_problem(GivingState.problems),
        id="gift-form",
        key=GivingState.form_key,
        on_submit=GivingState.pay,
    )


def _cost() -> rx.Component:
    cost = GivingState.cost

    def line(word: str, amount: rx.Var[str]) -> rx.Component:
        return rx.el.div(
            rx.el.dt(word),
            rx.el.dd(amount, class_name="tabular-nums font-medium text-ink"),
            class_name="flex justify-between border-b border-line py-2",
        )

    lines = (line(word, getattr(cost, name)) for name, word in LINES.items())
    return rx.cond(
        cost,
        rx.el.div(
            rx.el.dl(*lines),
            rx.el.p(GivingState.name, " gets ", cost.theirs, ".", class_name="pt-2 " + theme.QUIET),
            id="gift-cost",
        ),
    )


def _foot() -> rx.Component:
    return rx.el.div(
        rx.el.button(NOT_NOW, type="button", class_name=theme.QUIET_BUTTON, custom_attrs={"data-close": ""}),
        rx.el.button(
            PAY,
            rx.cond(GivingState.cost, " " + GivingState.cost.total.to(str), ""),
            id="gift-pay",
            type="submit",
            form="gift-form",
            disabled=GivingState.paying,
            class_name=theme.BUTTON,
        ),
        class_name="flex justify-end gap-3",
    )
