"""The question for fresh digits, which any weighty press of an admin may bring up, on whatever page it is."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.step_up import StepUpState
from peerlearn.ui.widgets.focus_problem import focus_problem
from peerlearn.ui.widgets.form_field import text_field
from peerlearn.ui.widgets.modal import dialog

TITLE = "Is it you?"
ASK = (
    "This needs fresh digits from your authenticator app, or one of your recovery codes. "
    "What you pressed a moment ago is done then."
)
LABEL, CONFIRM = "Code", "Confirm"


@rx.memo
def step_up_dialog() -> rx.Component:
    """Once for the whole site, so that no page can lack it."""
    return dialog(
        rx.el.form(
            rx.el.p(ASK),
            # No field for six digits alone: a recovery code is longer.
            text_field(
                LABEL,
                id="step-up-code",
                name="code",
                auto_complete="one-time-code",
                custom_attrs={"autofocus": "true"},  # for the dialog: it would choose its cross
                problem=StepUpState.problems.get("code", ""),
            ),
            rx.el.button(CONFIRM, id="step-up-prove", type="submit", class_name=theme.BUTTON + " self-start"),
            focus_problem(StepUpState.problems),
            on_submit=StepUpState.prove,
            no_validate=True,
            class_name="flex flex-col gap-4",
        ),
        title=TITLE,
        open=StepUpState.asked,
        on_close=StepUpState.close,
        id="step-up",
    )
