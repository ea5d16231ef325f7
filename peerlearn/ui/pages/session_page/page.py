"""One session's page, from top to bottom; live in the browser, and as plain HTML for everybody else."""

import reflex as rx

from peerlearn.domain.discovery import SessionDetails
from peerlearn.settings import settings
from peerlearn.ui import theme
from peerlearn.ui.frames.public import public_frame
from peerlearn.ui.pages.session_page.state import SessionPageState
from peerlearn.ui.shell import TEST_MODE, money_notice, skeleton
from peerlearn.ui.widgets.booking_press import VISITOR
from peerlearn.ui.widgets.first_sight import first_sight
from peerlearn.ui.widgets.nothing_here import nothing_here
from peerlearn.ui.widgets.plain_html import plain_html
from peerlearn.ui.widgets.session_details import session_details

MISSING = "There is no such session"
MISSING_MEANS = "It may have been taken down, or the address is not quite right."


def session_page() -> rx.Component:
    """The whole page."""
    state = SessionPageState
    there = session_details(state.details, state.who, money_notice())
    return public_frame(
        first_sight(over=state.ready),
        rx.cond(state.ready, _round(rx.cond(state.missing, _missing(), there)), _round(skeleton())),
    )


def session_page_as_html(details: SessionDetails | None) -> str:
    """The content of the page as a visitor sees it."""
    if details is None:
        return plain_html(_round(_missing()))
    notice = rx.el.p(TEST_MODE, class_name=theme.QUIET) if settings.sandbox_gateway else rx.fragment()
    return plain_html(_round(session_details(details, VISITOR, notice)))


def _round(content: rx.Component) -> rx.Component:
    return rx.el.div(content, class_name="py-10 lg:py-16")


def _missing() -> rx.Component:
    return nothing_here(MISSING, MISSING_MEANS)
