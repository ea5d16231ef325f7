"""The end of the settings: what deleting the account means, what stands in its way, and the press that asks for it."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.profile.delete_state import DeleteState
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.modal import dialog
from peerlearn.ui.widgets.nav_link import own_link
from peerlearn.ui.widgets.secret_fields import password_field

TITLE, ASK = "Delete your account", "Delete my account"
GOES = "For good and at once: your name, address and profile, and where you are signed in."
STAYS = (
    "What stays says “Deleted user” instead of your name: payments, receipts and sessions, and what you said, drew, "
    "rated and recorded together with others."
)
OF_MENTORS = (
    "Your sessions and packages are no longer offered, and where your money goes is forgotten. What learners have not "
    "used of a package goes back to them."
)
COMES_AGAIN = "Your address can register anew at any time."
NOT_YET = "This stands in the way for now:"
QUESTION, KEEP, DELETE = "Delete your account for good?", "Keep it", "Delete for good"
NO_WAY_BACK = "Nobody can bring it back, not even we."
PASSWORD, PASSWORD_WHY = "Your password", "So that nobody else can do this"


def delete_panel() -> rx.Component:
    """The whole section, for learners and mentors; `show_deletion` fills it."""
    press = rx.el.button(
        ASK,
        id="delete-ask",
        type="button",
        on_click=DeleteState.ask,
        class_name=theme.DANGER_BUTTON + " self-start",
    )
    return rx.cond(
        DeleteState.shown,
        rx.el.section(
            rx.el.h2(TITLE, class_name=theme.TITLE),
            _meaning(),
            rx.cond(DeleteState.obstacles.length() == 0, press, _obstacles()),
            _dialog(),
            id="delete-account",
            class_name=theme.PANEL + " flex flex-col gap-4",
        ),
    )


def _meaning() -> rx.Component:
    return rx.el.div(
        rx.el.p(GOES),
        rx.el.p(STAYS),
        rx.cond(DeleteState.teaches, rx.el.p(OF_MENTORS)),
        rx.el.p(COMES_AGAIN),
        class_name="flex flex-col gap-2",
    )


def _obstacles() -> rx.Component:
    return rx.el.div(
        rx.el.p(NOT_YET, class_name="font-medium text-ink"),
        rx.el.ul(
            rx.foreach(DeleteState.obstacles, _obstacle),
            id="delete-obstacles",
            class_name="flex list-none flex-col divide-y divide-line p-0",
        ),
        class_name="flex flex-col gap-1",
    )


def _obstacle(one: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(one.says, class_name="min-w-0 grow basis-64"),
        own_link(one.place, href=one.href, class_name=theme.LINK + " inline-flex min-h-11 items-center font-medium"),
        class_name="flex flex-wrap items-center gap-x-4 py-2",
    )


def _dialog() -> rx.Component:
    return dialog(
        rx.el.p(GOES),
        rx.el.p(NO_WAY_BACK, class_name="font-medium text-ink"),
        rx.el.form(
            password_field(
                PASSWORD,
                id="delete-password",
                name="password",
                problem=DeleteState.problems.get("password", ""),
                hint=PASSWORD_WHY,
            ),
            focus_problem(DeleteState.problems),
            rx.el.div(
                rx.el.button(KEEP, type="button", class_name=theme.QUIET_BUTTON, custom_attrs={"data-close": ""}),
                rx.el.button(DELETE, id="delete-for-good", type="submit", class_name=theme.DANGER_BUTTON),
                class_name="flex flex-wrap justify-end gap-3",
            ),
            key=DeleteState.form_key,
            on_submit=DeleteState.delete_account,
            no_validate=True,
            class_name="flex flex-col gap-3",
        ),
        title=QUESTION,
        open=DeleteState.asking,
        on_close=DeleteState.close,
        id="deleting",
    )
