"""One mentor's page, from top to bottom; live in the browser, and as plain HTML for everybody else."""

import reflex as rx

from peerlearn.domain.discovery import MentorDetails
from peerlearn.ui.frames.public import public_frame
from peerlearn.ui.pages.mentor_page.state import MentorPageState
from peerlearn.ui.shell import skeleton
from peerlearn.ui.widgets.booking_press import VISITOR
from peerlearn.ui.widgets.first_sight import first_sight
from peerlearn.ui.widgets.mentor_details import mentor_details
from peerlearn.ui.widgets.nothing_here import nothing_here
from peerlearn.ui.widgets.plain_html import plain_html

MISSING = "There is no such mentor"
MISSING_MEANS = "They may have left, or the address is not quite right."


def mentor_page() -> rx.Component:
    """The whole page."""
    state = MentorPageState
    there = mentor_details(state.details, state.who)
    return public_frame(
        first_sight(over=state.ready),
        rx.cond(state.ready, _round(rx.cond(state.missing, _missing(), there)), _round(skeleton())),
    )


def mentor_page_as_html(details: MentorDetails | None) -> str:
    """The content of the page as a visitor sees it."""
    return plain_html(_round(_missing() if details is None else mentor_details(details, VISITOR)))


def _round(content: rx.Component) -> rx.Component:
    return rx.el.div(content, class_name="py-10 lg:py-16")


def _missing() -> rx.Component:
    return nothing_here(MISSING, MISSING_MEANS)
