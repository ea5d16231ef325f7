"""The sign-in page."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.sign_in.second_factor import enrolment, recovery_codes, second_factor
from peerlearn.ui.pages.sign_in.state import ENROL, RECOVERY_CODES, SECOND_FACTOR, SignInState
from peerlearn.ui.shell import shell
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import text_field
from peerlearn.ui.widgets.post_ticket import post_ticket


def sign_in() -> rx.Component:
    """The whole page."""
    return shell(
        rx.el.section(
            rx.el.h1("Sign in", class_name=theme.HEADLINE),
            rx.match(
                SignInState.step,
                (SECOND_FACTOR, second_factor()),
                (ENROL, enrolment()),
                (RECOVERY_CODES, recovery_codes()),
                _form(),
            ),
            post_ticket(SignInState.ticket, SignInState.next),
            class_name=theme.PANEL + " mx-auto flex w-full max-w-xl flex-col gap-6",
        )
    )


def _form() -> rx.Component:
    return rx.el.form(
        text_field(
            "E-mail",
            id="sign-in-email",
            name="email",
            type="email",
            auto_complete="username",
            problem=_problem("email"),
        ),
        text_field(
            "Password",
            id="sign-in-password",
            name="password",
            type="password",
            auto_complete="current-password",
            problem=_problem("password"),
        ),
        rx.el.button(
            rx.cond(SignInState.busy, "One moment…", "Sign In"),
            id="sign-in-submit",
            type="submit",
            disabled=SignInState.busy | ~SignInState.is_hydrated,  # a browser would send it by itself, password and all
            class_name=theme.BUTTON,
        ),
        rx.el.p(
            "New here? ",
            rx.el.a("Register", href="/register/" + SignInState.carried, class_name="underline text-ink"),
            class_name=theme.QUIET,
        ),
        focus_problem(SignInState.problems),
        on_submit=SignInState.sign_in,
        no_validate=True,
        class_name="flex flex-col gap-3",
    )


def _problem(field: str) -> rx.Var[str]:
    return SignInState.problems.get(field, "")
