"""The registration page: two steps, of which the first stays filled in behind the second."""

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.ui import theme
from peerlearn.ui.pages.register.resend_button import resend_button
from peerlearn.ui.pages.register.state import RegisterState
from peerlearn.ui.shell import shell
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import text_field
from peerlearn.ui.widgets.post_ticket import post_ticket

SKILLS_HINT = "List skills like 'Python' for better matches"
INTERESTS_HINT = "What would you like to learn? Separate with commas"
PASSWORD_HINT = "Eight characters or more"


def register() -> rx.Component:
    """The whole page."""
    return shell(
        rx.el.section(
            rx.el.h1("Join PeerLearn", class_name=theme.HEADLINE),
            rx.cond(RegisterState.closed, rx.el.p(accounts.NoMailYet.message, id="register-closed")),
            rx.el.div(_form(), hidden=RegisterState.waiting_for_code | RegisterState.closed),
            rx.cond(RegisterState.waiting_for_code, _code()),
            post_ticket(RegisterState.ticket, RegisterState.next),
            class_name=theme.PANEL + " mx-auto flex w-full max-w-xl flex-col gap-6",
        )
    )


def _form() -> rx.Component:
    return rx.el.form(
        rx.el.fieldset(
            rx.el.legend("I want to", class_name=theme.LABEL),
            _role("learner", "learn"),
            _role("mentor", "teach"),
            class_name="flex flex-wrap gap-3",
        ),
        text_field(
            "E-mail",
            id="register-email",
            name="email",
            type="email",
            auto_complete="email",
            problem=_problem("email"),
            on_blur=RegisterState.check_email,
        ),
        text_field(
            "Password",
            id="register-password",
            name="password",
            type="password",
            auto_complete="new-password",
            hint=PASSWORD_HINT,
            problem=_problem("password"),
        ),
        text_field("Name", id="register-name", name="name", auto_complete="name", problem=_problem("name")),
        # Both stay, so that a second thought about the role loses nothing.
        rx.el.div(
            text_field("Skills", id="register-skills", name="skills", hint=SKILLS_HINT, problem=_problem("skills")),
            class_name="group-has-[[value=learner]:checked]/form:hidden",
        ),
        rx.el.div(
            text_field(
                "Interests",
                id="register-interests",
                name="interests",
                hint=INTERESTS_HINT,
                problem=_problem("interests"),
            ),
            class_name="group-has-[[value=mentor]:checked]/form:hidden",
        ),
        rx.el.button(
            rx.cond(RegisterState.busy, "One moment…", "Continue"),
            id="register-submit",
            type="submit",
            disabled=RegisterState.busy | ~RegisterState.is_hydrated,  # else a browser sends it by itself
            class_name=theme.BUTTON,
        ),
        rx.el.p(
            "Already here? ",
            rx.el.a("Sign in", href="/sign-in/" + RegisterState.carried, class_name="underline text-ink"),
            class_name=theme.QUIET,
        ),
        focus_problem(RegisterState.problems),
        on_submit=RegisterState.register,
        no_validate=True,
        class_name="group/form flex flex-col gap-3",
    )


def _role(role: str, word: str) -> rx.Component:
    id = f"register-role-{role}"
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="role",
            value=role,
            id=id,
            key=RegisterState.role,
            default_checked=RegisterState.role == role,
            class_name="size-5 accent-brand",
        ),
        rx.el.span(word),
        html_for=id,
        class_name=(
            "flex min-h-11 cursor-pointer items-center gap-3 rounded-xl border border-edge px-5 "
            "has-[:checked]:border-brand has-[:checked]:bg-brand-wash"
        ),
    )


def _code() -> rx.Component:
    return rx.el.form(
        rx.el.p("We sent a six-digit code to ", rx.el.strong(RegisterState.email), "."),
        text_field(
            "Code",
            id="register-code",
            name="code",
            auto_complete="one-time-code",
            input_mode="numeric",
            max_length=6,
            auto_focus=True,
            problem=_problem("code"),
        ),
        rx.el.div(
            rx.el.button("Create my account", id="register-verify", type="submit", class_name=theme.BUTTON),
            resend_button(
                id="register-resend",
                sent=RegisterState.codes_sent,
                on_click=RegisterState.resend,
                class_name=theme.QUIET_BUTTON,
            ),
            rx.el.button(
                "Back", id="register-back", type="button", on_click=RegisterState.back, class_name=theme.QUIET_BUTTON
            ),
            class_name="flex flex-wrap gap-3",
        ),
        focus_problem(RegisterState.problems),
        on_submit=RegisterState.verify,
        class_name="flex flex-col gap-4",
    )


def _problem(field: str) -> rx.Var[str]:
    return RegisterState.problems.get(field, "")
