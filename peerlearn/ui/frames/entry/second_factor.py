"""The steps that only admins see: an authenticator app's six digits, setting the app up, the recovery codes."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.entry.sign_in_state import SignInState
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.lock_note import lock_note
from peerlearn.ui.widgets.secret_fields import code_field

PROVE = "Admins sign in with a second factor."
CODE_HINT = "Six digits from your authenticator app, or one of your recovery codes"
SCAN = "Admins sign in with a second factor. Scan this with an authenticator app, then type the six digits it shows."
BY_HAND = "Or type this secret into the app: "
KEEP = (
    "Keep these recovery codes where nobody else finds them. Each works once, when your phone is not at hand. "
    "They are not shown again."
)


def second_factor() -> rx.Component:
    """The question for six digits."""
    return _form(
        rx.el.p(PROVE),
        # A recovery code has letters as well.
        _code(hint=CODE_HINT, input_mode="text"),
        lock_note(SignInState.lock, id="sign-in-lock"),
        _buttons("Sign In"),
        on_submit=SignInState.prove,
    )


def enrolment() -> rx.Component:
    """The picture that an app scans, and the first six digits in return."""
    return _form(
        rx.el.p(SCAN),
        rx.el.div(
            # Cameras want dark on light, also in dark mode: the picture brings its own margin.
            rx.el.img(src=SignInState.qr, alt="QR code for an authenticator app", class_name="size-48 rounded-2xl"),
            rx.el.p(
                BY_HAND,
                rx.el.code(SignInState.secret, id="sign-in-secret", class_name="block break-all text-ink select-all"),
                class_name=theme.QUIET,
            ),
            class_name="grid items-center gap-4 rounded-2xl border border-line p-4 sm:grid-cols-[auto_1fr]",
        ),
        _code(),
        lock_note(SignInState.lock, id="sign-in-lock"),
        _buttons("Continue"),
        on_submit=SignInState.enrol,
    )


def recovery_codes() -> rx.Component:
    """The ten codes, once."""
    return rx.el.div(
        rx.el.p(KEEP),
        rx.el.ul(
            rx.foreach(SignInState.recovery_codes, lambda code: rx.el.li(rx.el.code(code))),
            id="recovery-codes",
            class_name="grid list-none gap-2 sm:grid-cols-2 rounded-2xl bg-well p-4 text-center text-ink select-all",
        ),
        rx.el.button(
            "I have kept them",
            id="recovery-codes-kept",
            type="button",
            on_click=SignInState.finish,
            class_name=theme.BUTTON,
        ),
        class_name="flex flex-col gap-4",
    )


def _form(*parts: rx.Component, on_submit: rx.EventHandler) -> rx.Component:
    return rx.el.form(
        *parts,
        focus_problem(SignInState.problems),
        on_submit=on_submit,
        no_validate=True,
        class_name="flex flex-col gap-4",
    )


def _code(**props) -> rx.Component:
    return code_field("Code", id="sign-in-code", problem=SignInState.problems.get("code", ""), **props)


def _buttons(words: str) -> rx.Component:
    return rx.el.div(
        rx.el.button(words, id="sign-in-prove", type="submit", class_name=theme.BUTTON + " grow"),
        rx.el.button("Start again", type="button", on_click=SignInState.start_again, class_name=theme.QUIET_BUTTON),
        class_name="flex flex-wrap gap-3",
    )
