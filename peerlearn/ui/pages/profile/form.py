"""The form of what a person says of themselves; which fields it has is a matter of their role."""

import reflex as rx

from peerlearn.domain.accounts import LONGEST_BIO, WORDS_OF, Role, WordKind
from peerlearn.ui import theme
from peerlearn.ui.pages.profile.state import ProfileState
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import long_text_field, text_field
from peerlearn.ui.widgets.tag_input import tag_field

SAVE, SAVING = "Save", "Saving…"
NAME, BIO = "Name", "About you"
NAME_HINT = "How others see you"
BIO_HINTS = {
    Role.MENTOR: f"Everybody reads it on your public page. Up to {LONGEST_BIO} characters.",
    Role.LEARNER: f"A mentor reads it when you ask for a session. Up to {LONGEST_BIO} characters.",
}
FIELDS = {
    WordKind.SKILLS: ("Skills", "List skills like 'Python' for better matches"),
    WordKind.DOMAINS: ("Fields", "The fields you teach in, such as 'AI'"),
    WordKind.INTERESTS: ("Interests", "What would you like to learn?"),
    WordKind.GOALS: ("Career goals", "Where it shall lead, such as 'AI Engineer'"),
}


def profile_form() -> rx.Component:
    """All of it; remounted only when something else than what is in it was read from the database."""
    roles = ((role.value, _of_role(role)) for role in (Role.MENTOR, Role.LEARNER))
    return rx.el.form(
        text_field(
            NAME,
            id="profile-name",
            name="name",
            auto_complete="name",
            max_length=100,
            default_value=ProfileState.profile.name,
            hint=NAME_HINT,
            problem=_problem("name"),
        ),
        rx.match(ProfileState.profile.role, *roles, rx.fragment()),
        rx.el.div(
            rx.el.button(
                rx.cond(ProfileState.busy, SAVING, SAVE),
                id="profile-save",
                type="submit",
                disabled=ProfileState.busy | ~ProfileState.is_hydrated,  # else a browser sends it by itself
                class_name=theme.BUTTON + " max-sm:w-full sm:min-w-32",
            ),
            class_name=(
                "max-sm:sticky max-sm:bottom-0 max-sm:-mx-5 max-sm:-mb-5 max-sm:rounded-b-3xl max-sm:border-t "
                "max-sm:border-line max-sm:bg-surface max-sm:px-5 max-sm:py-3"
            ),
        ),
        focus_problem(ProfileState.problems),
        on_submit=ProfileState.save,
        no_validate=True,
        key=ProfileState.as_read,
        id="profile-form",
        class_name=theme.PANEL + " flex flex-col gap-4",
    )


def _of_role(role: Role) -> rx.Component:
    return rx.fragment(
        long_text_field(
            BIO,
            id="profile-bio",
            name="bio",
            rows="4",
            optional=True,
            default_value=ProfileState.profile.bio,
            hint=BIO_HINTS[role],
            problem=_problem("bio"),
        ),
        rx.el.div(*(_words(kind) for kind in WORDS_OF[role]), class_name="grid gap-4 sm:grid-cols-2 sm:gap-6"),
    )


def _words(kind: WordKind) -> rx.Component:
    label, hint = FIELDS[kind]
    return tag_field(
        label,
        id=f"profile-{kind}",
        name=kind.value,
        hint=hint,
        problem=_problem(kind.value),
        suggestions=ProfileState.suggestions.get(kind.value, []).to(list[str]),
        start=ProfileState.profile.words.get(kind.value, []).to(list[str]),
    )


def _problem(field: str) -> rx.Var[str]:
    return ProfileState.problems.get(field, "")
