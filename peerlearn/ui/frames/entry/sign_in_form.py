"""Signing in: by password, by a code from a mail, with a new password, and for admins with a second factor."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.entry.entry import EntryStep
from peerlearn.ui.frames.entry.resend_button import resend_button
from peerlearn.ui.frames.entry.second_factor import enrolment, recovery_codes, second_factor
from peerlearn.ui.frames.entry.sign_in_state import (
    ADDRESS,
    CODE,
    ENROL,
    RECOVERY_CODES,
    SECOND_FACTOR,
    SignInState,
)
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import text_field
from peerlearn.ui.widgets.lock_note import lock_note
from peerlearn.ui.widgets.post_ticket import post_ticket
from peerlearn.ui.widgets.secret_fields import code_field, password_field

TITLE = "Sign in"
ONE_MOMENT = "One moment…"
BY_CODE = "We mail you a six-digit code. No password needed."
BY_NEW_PASSWORD = "We mail you a six-digit code, with which you choose a new password."
SENT = "If an account has this address, a six-digit code is on its way to "
NEW_PASSWORD_HINT = "Eight characters or more. Every other device is signed out."
_BUTTONS = "flex flex-wrap gap-3"


def sign_in_form() -> rx.Component:
    """All of it, for a dialog or a page."""
    return rx.el.div(
        EntryStep.create(
            rx.match(
                SignInState.step,
                (CODE, _code()),
                (SECOND_FACTOR, second_factor()),
                (ENROL, enrolment()),
                (RECOVERY_CODES, recovery_codes()),
                _entrance(),
            ),
            name=SignInState.step,
        ),
        # Not for admins on the way: recovery codes that are on the screen are not shown again.
        rx.cond(SignInState.is_at_the_door, _newcomers()),
        post_ticket(SignInState.ticket, SignInState.next),
        class_name="flex flex-col gap-4",
    )


def _newcomers() -> rx.Component:
    return rx.el.p(
        "New here? ",
        rx.el.a("Register", href="/register/" + SignInState.carried, class_name=theme.LINK),
        class_name=theme.QUIET,
    )


def _entrance() -> rx.Component:
    """The address, and the password unless a code is wanted; both stay in their fields when one changes one's mind."""
    wants_code = SignInState.step == ADDRESS
    return _form(
        rx.cond(wants_code, rx.el.p(rx.cond(SignInState.forgotten, BY_NEW_PASSWORD, BY_CODE))),
        _email(),
        rx.el.div(_password(disabled=wants_code), hidden=wants_code),
        rx.cond(
            wants_code,
            rx.el.div(
                _submit("sign-in-send", "Send me a code"),
                _other("sign-in-by-password", "Back", SignInState.start_again, theme.QUIET_BUTTON),
                class_name=_BUTTONS,
            ),
            rx.el.div(
                _submit("sign-in-submit", "Sign In"),
                _other("sign-in-by-code", "Use a code instead", SignInState.use_code, theme.QUIET_BUTTON),
                class_name=_BUTTONS,
            ),
        ),
        on_submit=SignInState.sign_in,
    )


def _password(disabled: rx.Var[bool]) -> rx.Component:
    return rx.el.div(
        password_field(
            "Password",
            id="sign-in-password",
            name="password",
            problem=_problem("password"),
            disabled=disabled,
        ),
        _lock(),
        _other(
            "sign-in-forgot",
            "Forgot password?",
            SignInState.forgot,
            rx.cond(SignInState.reset_urged, theme.QUIET_BUTTON + " w-full border-brand", theme.LINK + " min-h-11"),
        ),
        class_name="flex flex-col items-start gap-1 *:first:w-full",
    )


def _code() -> rx.Component:
    new_password = password_field(
        "New password",
        id="sign-in-new-password",
        name="password",
        new=True,
        hint=NEW_PASSWORD_HINT,
        problem=_problem("password"),
    )
    return _form(
        rx.el.p(SENT, rx.el.strong(SignInState.email), "."),
        rx.cond(SignInState.forgotten, new_password),
        code_field("Code", id="sign-in-code", problem=_problem("code")),
        _lock(),
        rx.el.div(
            _submit("sign-in-prove", "Sign In"),
            _other("sign-in-by-password", "Back", SignInState.start_again, theme.QUIET_BUTTON),
            resend_button(
                id="sign-in-resend",
                sent=SignInState.codes_sent,
                on_click=SignInState.resend,
                class_name=theme.QUIET_BUTTON,
            ),
            class_name=_BUTTONS,
        ),
        on_submit=SignInState.take_code,
    )


def _form(*fields: rx.Component, on_submit: rx.EventHandler) -> rx.Component:
    return rx.el.form(
        *fields,
        focus_problem(SignInState.problems),
        on_submit=on_submit,
        no_validate=True,
        class_name="flex flex-col gap-3",
    )


def _email() -> rx.Component:
    """Filled in with what was typed in the step before."""
    return text_field(
        "E-mail",
        id="sign-in-email",
        name="email",
        type="email",
        auto_complete="username",
        default_value=SignInState.email,
        problem=_problem("email"),
    )


def _submit(id: str, words: str) -> rx.Component:
    return rx.el.button(
        rx.cond(SignInState.busy, ONE_MOMENT, words),
        id=id,
        type="submit",
        disabled=SignInState.busy | ~SignInState.is_hydrated,  # a browser would send it by itself, password and all
        class_name=theme.BUTTON + " grow",
    )


def _other(id: str, words: str, press: rx.EventHandler, look: rx.Var[str] | str) -> rx.Component:
    return rx.el.button(words, id=id, type="button", on_click=press, class_name=look)


def _lock() -> rx.Component:
    return lock_note(SignInState.lock, id="sign-in-lock")


def _problem(field: str) -> rx.Var[str]:
    return SignInState.problems.get(field, "")
