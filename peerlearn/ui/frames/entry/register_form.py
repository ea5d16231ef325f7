"""Registering: one form whose steps follow one another; what was typed in one stays while another is shown."""

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.ui import theme
from peerlearn.ui.frames.entry.entry import RegisterSteps
from peerlearn.ui.frames.entry.register_state import CODE, DETAILS, PERSON, RegisterState
from peerlearn.ui.frames.entry.resend_button import resend_button
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import text_field
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.post_ticket import post_ticket
from peerlearn.ui.widgets.secret_fields import code_field, password_field
from peerlearn.ui.widgets.tag_input import tag_field

TITLE = "Join PeerLearn"
STEPS = ["Role", "You", "Details", "Code"]
WORDS = {"progress": "Step {now} of {all}", "label": "Progress"}
QUESTION = "What brings you here?"
ROLES = (
    ("learner", "book", "I want to learn", "Find a mentor, book a session, meet face to face."),
    ("mentor", "teach", "I want to teach", "Publish sessions, set your price, keep 90\u00a0%."),
)
SKILLS_HINT = "List skills like 'Python' for better matches"
DOMAINS_HINT = "The fields you teach in, such as 'AI'"
INTERESTS_HINT = "What would you like to learn?"
GOALS_HINT = "Where it shall lead, such as 'AI Engineer'"
PASSWORD_HINT = "Eight characters or more"
CODE_HINT = "It works once, for ten minutes."
ONE_MOMENT = "One moment…"
ALREADY_HERE = "Already here?"
IS_IT_YOU = "Is that account yours?"


def register_form() -> rx.Component:
    """All of it, for a dialog or a page."""
    return rx.el.div(
        rx.cond(
            RegisterState.closed,
            rx.el.p(accounts.NoMailYet.message, id="register-closed"),
            rx.el.form(
                RegisterSteps.create(
                    *(_role(), _person(), _details(), _code(), _buttons()),
                    step=RegisterState.step,
                    names=STEPS,
                    words=WORDS,
                ),
                focus_problem(RegisterState.problems),
                on_submit=RegisterState.go_on,
                no_validate=True,
            ),
        ),
        _sign_in(ALREADY_HERE),
        post_ticket(RegisterState.ticket, RegisterState.next),
        class_name="flex flex-col gap-4",
    )


def _sign_in(question: str) -> rx.Component:
    return rx.el.p(
        question,
        " ",
        rx.el.a("Sign in", href="/sign-in/" + RegisterState.carried, class_name=theme.LINK),
        class_name=theme.QUIET,
    )


def _role() -> rx.Component:
    return rx.el.div(
        rx.el.p(QUESTION, class_name=theme.SUBTITLE),
        rx.el.div(*(_role_card(*role) for role in ROLES), class_name="entry-roles"),
        class_name="flex flex-col gap-4",
    )


def _role_card(role: str, drawing: str, title: str, words: str) -> rx.Component:
    return rx.el.button(
        icon(drawing, size="size-7"),
        rx.el.strong(title),
        rx.el.span(words),
        id=f"register-role-{role}",
        type="button",
        class_name="entry-role",
        custom_attrs={"data-choose": role},
    )


def _person() -> rx.Component:
    return rx.el.div(
        text_field(
            "E-mail",
            id="register-email",
            name="email",
            type="email",
            auto_complete="email",
            problem=_problem("email"),
            corrected=RegisterState.likely_email,
            on_change=RegisterState.look_at_email.debounce(400),
            on_blur=RegisterState.check_email,
        ),
        rx.cond(_problem("email") == accounts.EMAIL_TAKEN, _sign_in(IS_IT_YOU), rx.fragment()),
        password_field(
            "Password",
            id="register-password",
            name="password",
            new=True,
            hint=PASSWORD_HINT,
            problem=_problem("password"),
        ),
        text_field("Name", id="register-name", name="name", auto_complete="name", problem=_problem("name")),
        class_name="flex flex-col gap-3",
    )


def _details() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            _words("Skills", "skills", SKILLS_HINT),
            _words("Fields", "domains", DOMAINS_HINT),
            class_name="for-mentors flex flex-col gap-3",
        ),
        rx.el.div(
            _words("Interests", "interests", INTERESTS_HINT),
            _words("Career goals", "goals", GOALS_HINT),
            class_name="for-learners flex flex-col gap-3",
        ),
        class_name="flex flex-col gap-3",
    )


def _words(label: str, name: str, hint: str) -> rx.Component:
    return tag_field(
        label,
        id=f"register-{name}",
        name=name,
        hint=hint,
        problem=_problem(name),
        suggestions=RegisterState.suggestions.get(name, []).to(list[str]),
    )


def _code() -> rx.Component:
    return rx.el.div(
        rx.el.p("We sent a six-digit code to ", rx.el.strong(RegisterState.email), "."),
        code_field("Code", id="register-code", hint=CODE_HINT, problem=_problem("code")),
        class_name="flex flex-col gap-4",
    )


def _buttons() -> rx.Component:
    """One button goes on, so that Enter presses the right one in every step."""
    step = RegisterState.step
    words = rx.match(step, (DETAILS, "Send me the code"), (CODE, "Create my account"), "Continue")
    resend = resend_button(
        id="register-resend",
        sent=RegisterState.codes_sent,
        on_click=RegisterState.resend,
        class_name=theme.QUIET_BUTTON,
    )
    change_role = rx.el.button(
        "Back",
        id="register-role-again",
        type="button",
        class_name=theme.QUIET_BUTTON,
        custom_attrs={"data-change-role": ""},
    )
    back = rx.el.button(
        "Back", id="register-back", type="button", on_click=RegisterState.back, class_name=theme.QUIET_BUTTON
    )
    return rx.el.div(
        rx.el.button(
            rx.cond(RegisterState.busy, ONE_MOMENT, words),
            id=rx.match(step, (DETAILS, "register-submit"), (CODE, "register-verify"), "register-person"),
            type="submit",
            disabled=RegisterState.busy | ~RegisterState.is_hydrated,  # else a browser sends it by itself
            class_name=theme.BUTTON + " grow",
        ),
        rx.cond(step == PERSON, change_role, back),
        rx.cond(step == CODE, resend),
        class_name="flex flex-wrap gap-3",
    )


def _problem(field: str) -> rx.Var[str]:
    return RegisterState.problems.get(field, "")
