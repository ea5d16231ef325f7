"""What a card of the start page is about, over that page: the same content as on the page of its own."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.landing.details_state import DetailsState
from peerlearn.ui.shell import money_notice
from peerlearn.ui.widgets.booking_press import VISITOR
from peerlearn.ui.widgets.browser_part import BrowserPart
from peerlearn.ui.widgets.icon_button import icon_button
from peerlearn.ui.widgets.list_states import failed_state
from peerlearn.ui.widgets.mentor_details import mentor_details
from peerlearn.ui.widgets.modal import CLOSE, DIALOG_LOOK
from peerlearn.ui.widgets.session_details import session_details
from peerlearn.ui.widgets.skeleton import skeleton_line

DETAILS = "Details"
GONE = "This is no longer offered."
_LOOK = DIALOG_LOOK.replace("36rem", "66rem")


class DetailsDialog(BrowserPart):
    """Opens when the link of a card is pressed; `on_open` hears what kind of card and which."""

    library = rx.asset("details_dialog.jsx", shared=True).importable_path
    tag = "DetailsDialog"

    shown: rx.Var[str]
    label: rx.Var[str]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]


def details_dialog() -> rx.Component:
    """Once on the page, for all of its cards."""
    state = DetailsState
    content = rx.cond(
        state.session,
        session_details(state.session, VISITOR, money_notice(), heading=rx.el.h2),
        rx.cond(
            state.mentor,
            mentor_details(state.mentor, VISITOR, heading=rx.el.h2),
            rx.cond(
                state.reference != "",
                failed_state(state.try_again, state.reference),
                rx.el.p(GONE, class_name=theme.PANEL),
            ),
        ),
    )
    return DetailsDialog.create(
        _inside(_waiting()),
        _inside(content),
        shown=state.shown,
        label=DETAILS,
        on_open=state.open_card,
        on_close=state.close_card,
        class_name=_LOOK,
    )


def _inside(content: rx.Component) -> rx.Component:
    cross = icon_button("close", CLOSE, tip_below=True, tip_end=True, custom_attrs={"data-close": ""})
    return rx.el.div(
        rx.el.div(cross, class_name="sticky top-2 z-10 flex h-0 items-start justify-end"),
        content,
        class_name="p-5 sm:p-8",
    )


def _waiting() -> rx.Component:
    return rx.el.div(
        *(skeleton_line(size) for size in ("h-10 w-2/3", "h-14 w-64", "h-48 rounded-3xl")),
        class_name="flex min-h-96 flex-col gap-6",
        custom_attrs={"aria-busy": "true", "aria-label": "Loading"},
    )
