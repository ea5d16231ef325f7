"""The steps that only admins see: an authenticator app's six digits, setting the app up, the recovery codes."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.entry.sign_in_state import SignInState
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import text_field

CODE_HINT = "Six digits from your authenticator app, or one of your recovery codes"
SCAN = "Admins sign in with a second factor. Scan this with an authenticator app, then type the six digits it shows."
BY_HAND = "Or type this secret into the app:"
KEEP = (
    "Keep these recovery codes where nobody else finds them. Each works once, when your phone is not at hand. "
    "They are not shown again."
)


def second_factor() -> rx.Component:
    """The question for six digits."""
    return rx.el.form(
        _code(hint=CODE_HINT),
        _buttons("Sign In"),
        focus_problem(SignInState.problems),
        on_submit=SignInState.prove,
        no_validate=True,
        class_name="flex flex-col gap-3",
    )


def enrolment() -> rx.Component:
    """The picture that an app scans, and the first six digits in return."""
    return rx.el.form(
        rx.el.p(SCAN),
        # Cameras want dark on light, also in dark mode: the picture brings its own margin.
        rx.el.img(src=SignInState.qr, alt="QR code for an authenticator app", class_name="size-56 rounded-2xl"),
        rx.el.p(BY_HAND, class_name=theme.QUIET),
        rx.el.code(SignInState.secret, id="sign-in-secret", class_name="break-all text-ink"),
        _code(hint=""),
        _buttons("Continue"),
        focus_problem(SignInState.problems),
        on_submit=SignInState.enrol,
        no_validate=True,
        class_name="flex flex-col gap-3",
    )


def recovery_codes() -> rx.Component:
    """The ten codes, once."""
    return rx.el.div(
        rx.el.p(KEEP),
        rx.el.ul(
            rx.foreach(SignInState.recovery_codes, lambda code: rx.el.li(rx.el.code(code))),
            id="recovery-codes",
            class_name="grid gap-2 sm:grid-cols-2 text-ink",
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


def _code(hint: str) -> rx.Component:
    return text_field(
        "Code",
        id="sign-in-code",
        name="code",
        auto_complete="one-time-code",
        auto_focus=True,
        hint=hint,
        problem=SignInState.problems.get("code", ""),
    )


def _buttons(words: str) -> rx.Component:
    return rx.el.div(
        rx.el.button(words, id="sign-in-prove", type="submit", class_name=theme.BUTTON),
        rx.el.button("Start again", type="button", on_click=SignInState.start_again, class_name=theme.QUIET_BUTTON),
        class_name="flex flex-wrap gap-3",
    )
