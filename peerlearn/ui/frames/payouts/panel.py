"""The parts of money out: the figure with its button, where it goes, the two dialogs, and the list of withdrawals."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.payouts.state import PayoutState
from peerlearn.ui.widgets.badge import badge
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import text_field
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.modal import dialog
from peerlearn.ui.widgets.secret_fields import password_field
from peerlearn.ui.widgets.segmented import segmented

WITHDRAW, CONFIRM, NOT_NOW, SAVE = "Withdraw", "Confirm", "Not now", "Save"
GOES_TO, NOWHERE = "Goes to ", "You have not said yet where it should go."
ADD, CHANGE, WHERE = "Add your bank or UPI", "Change", "Where your money goes"
TOO_LITTLE = "You can withdraw from "
KINDS = (("bank", "Bank account"), ("upi", "UPI"))
HOW_LONG = "Processed in 24 hrs. Banks take one to three working days more."
SEALED = "Kept encrypted, and shown only in part. You get a mail when it changes."
AMOUNT, PASSWORD = "Amount in ₹", "Your password"
PASSWORD_WHY = "So that nobody else can send your money elsewhere"
THERE_BY, REFERENCE, REASON = "Should be there by ", "Reference ", "Why: "
RETRY, RETRY_HOW = "Retry payment?", "It goes to where your money goes now."
STAGES = {
    "pending": ("On its way", "chosen"),
    "requested": ("On its way", "chosen"),
    "approval": ("Waits for a last check", "chosen"),
    "queued": ("In line, goes out by itself", "chosen"),
    "scheduled": ("In line, goes out by itself", "chosen"),
    "processing": ("With the bank", "chosen"),
    "trying_again": ("Did not go through, trying again", "notice"),
    "completed": ("Sent", "good"),
    "failed": ("Did not go through, available again", "danger"),
    "rejected": ("Not sent, available again", "notice"),
    "reversed": ("Returned by the bank, available again", "danger"),
}


def payout_panel(title: str, *, as_admin: bool) -> rx.Component:
    """How much there is, where it goes, and the one button."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(title, class_name=theme.QUIET),
            rx.el.p(PayoutState.available, class_name="font-display font-bold text-4xl text-ink tabular-nums"),
            _goes_to(),
            class_name="flex min-w-0 grow flex-col gap-1",
        ),
        rx.cond(PayoutState.destination == "", _add(), _withdraw()),
        _change_dialog(as_admin),
        _withdraw_dialog(as_admin),
        id="payout",
        class_name=theme.PANEL + " flex flex-wrap items-center gap-x-6 gap-y-4",
    )


def stage_badge(stage: rx.Var[str]) -> rx.Component:
    """Where a withdrawal is, in words; colour only underlines it."""
    return rx.match(stage, *((key, badge(words, tone=tone)) for key, (words, tone) in STAGES.items()), badge(stage))  # type: ignore[arg-type]


def withdrawal_row(card: rx.Var, *more: rx.Component) -> rx.Component:
    """One withdrawal: amount, state, where to, when, and what came of it."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(card.amount, class_name="font-display font-bold text-xl text-ink tabular-nums"),
            stage_badge(card.stage),
            class_name="flex flex-wrap items-center gap-3",
        ),
        rx.el.p(card.masked, class_name="break-words"),
        rx.el.p(
            local_time(moment=card.asked_at),
            rx.cond(card.status == "pending", rx.el.span(" · ", THERE_BY, card.there_by)),
            rx.cond(card.reference != "", rx.el.span(" · ", REFERENCE, card.reference, class_name="break-all")),
            class_name=theme.QUIET,
        ),
        rx.cond(card.reason != "", rx.el.p(REASON, card.reason, class_name="text-sm break-words")),
        rx.cond(card.may_retry, _retry(card)),
        *more,
        class_name="flex flex-col gap-1.5 py-4 first:pt-0 last:pb-0",
        custom_attrs={"data-withdrawal": card.withdrawal_id.to_string(), "data-status": card.status},
    )


def _retry(card: rx.Var) -> rx.Component:
    press = rx.el.button(
        RETRY,
        type="button",
        on_click=PayoutState.retry(card.withdrawal_id),
        class_name=theme.QUIET_BUTTON,
        custom_attrs={"aria-label": f"{RETRY} {card.amount}"},
    )
    return rx.el.div(
        press, rx.el.span(RETRY_HOW, class_name=theme.QUIET), class_name="flex flex-wrap items-center gap-3"
    )


def _goes_to() -> rx.Component:
    change = rx.el.button(
        CHANGE,
        id="payout-change",
        type="button",
        on_click=PayoutState.begin_change,
        class_name=theme.LINK + " min-h-11 cursor-pointer",
        custom_attrs={"aria-label": f"{CHANGE}: {WHERE}"},
    )
    known = rx.el.p(GOES_TO, rx.el.strong(PayoutState.destination, class_name="font-medium text-ink"), " · ", change)
    return rx.cond(PayoutState.destination == "", rx.el.p(NOWHERE, class_name=theme.QUIET), known)


def _add() -> rx.Component:
    return rx.el.button(
        icon("bank"), ADD, id="payout-add", type="button", on_click=PayoutState.begin_change, class_name=theme.BUTTON
    )


def _withdraw() -> rx.Component:
    press = rx.el.button(
        WITHDRAW,
        id="payout-withdraw",
        type="button",
        on_click=PayoutState.begin_withdrawal,
        class_name=theme.BUTTON + " max-sm:w-full",
    )
    return rx.cond(PayoutState.enough, press, rx.el.p(TOO_LITTLE, PayoutState.least, class_name=theme.QUIET))


def _change_dialog(as_admin: bool) -> rx.Component:
    password = password_field(
        PASSWORD, id="payout-password", name="password", problem=_problem("password"), hint=PASSWORD_WHY
    )
    return dialog(
        rx.el.form(
            segmented("Kind", KINDS, name="kind", value=PayoutState.kind, on_change=PayoutState.pick_kind),
            rx.cond(PayoutState.kind == "bank", _bank_fields(), _vpa_field()),
            rx.fragment() if as_admin else password,
            rx.el.p(SEALED, class_name=theme.QUIET),
            focus_problem(PayoutState.problems),
            rx.el.button(SAVE, id="payout-save", type="submit", class_name=theme.BUTTON + " self-end"),
            key=PayoutState.form_key,
            on_submit=PayoutState.save_as_admin if as_admin else PayoutState.save_with_password,
            no_validate=True,
            class_name="flex flex-col gap-3",
        ),
        title=WHERE,
        open=PayoutState.changing,
        on_close=PayoutState.close,
        outside_closes=False,
    )


def _bank_fields() -> rx.Component:
    numeric = {"input_mode": "numeric", "auto_complete": "off"}
    return rx.el.div(
        _field("Name on the account", "holder", max_length=100, auto_complete="off"),
        _field("Account number", "number", max_length=24, **numeric),
        _field("Account number again", "number_again", max_length=24, **numeric),
        _field("IFSC", "ifsc", hint="On your cheque book, such as HDFC0001234", max_length=14, auto_complete="off"),
        class_name="flex flex-col gap-1",
    )


def _vpa_field() -> rx.Component:
    return _field("UPI ID", "vpa", hint="Such as name@bank", max_length=100, auto_complete="off", input_mode="email")


def _withdraw_dialog(as_admin: bool) -> rx.Component:
    return dialog(
        rx.el.form(
            text_field(
                AMOUNT,
                id="payout-amount",
                name="amount",
                problem=_problem("amount"),
                default_value=PayoutState.everything,
                input_mode="decimal",
                auto_complete="off",
                max_length=16,
            ),
            rx.el.p(GOES_TO, rx.el.strong(PayoutState.destination, class_name="font-medium text-ink")),
            rx.el.p(HOW_LONG, class_name=theme.QUIET),
            focus_problem(PayoutState.problems),
            rx.el.div(
                rx.el.button(NOT_NOW, type="button", class_name=theme.QUIET_BUTTON, custom_attrs={"data-close": ""}),
                rx.el.button(CONFIRM, id="payout-confirm", type="submit", class_name=theme.BUTTON),
                class_name="flex justify-end gap-3",
            ),
            key=PayoutState.form_key,
            on_submit=PayoutState.withdraw_profit if as_admin else PayoutState.withdraw,
            no_validate=True,
            class_name="flex flex-col gap-3",
        ),
        title=WITHDRAW,
        open=PayoutState.withdrawing,
        on_close=PayoutState.close,
    )


def _field(label: str, name: str, **props) -> rx.Component:
    return text_field(label, id=f"payout-{name}", name=name, problem=_problem(name), **props)


def _problem(field: str) -> rx.Var[str]:
    return PayoutState.problems.get(field, "")
