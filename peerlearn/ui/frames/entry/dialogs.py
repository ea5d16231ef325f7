"""Registration and sign-in over whatever public page is open."""

import reflex as rx

from peerlearn.ui.frames.entry import register_form, sign_in_form
from peerlearn.ui.frames.entry.entry import EntryDialog
from peerlearn.ui.frames.entry.register_state import RegisterState
from peerlearn.ui.frames.entry.sign_in_state import SignInState
from peerlearn.ui.widgets.modal import framed


def entry_dialogs() -> rx.Component:
    """Both; each opens by itself when a link to its page is pressed."""
    return rx.fragment(
        EntryDialog.create(
            framed(register_form.TITLE, (register_form.register_form(),)),
            path="/register/",
            label=register_form.TITLE,
            on_open=RegisterState.open_dialog,
        ),
        EntryDialog.create(
            framed(sign_in_form.TITLE, (sign_in_form.sign_in_form(),)),
            path="/sign-in/",
            label=sign_in_form.TITLE,
            on_open=SignInState.open_dialog,
        ),
    )
