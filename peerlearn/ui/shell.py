"""The frame round every page: the bar on top, the messages, and nothing shown before it is known."""

import reflex as rx

from peerlearn.settings import settings
from peerlearn.ui import theme
from peerlearn.ui.action import forget_old_messages
from peerlearn.ui.viewer import home_of, viewer_of
from peerlearn.ui.widgets.avatar import avatar
from peerlearn.ui.widgets.known_mark import FOR_VISITORS, known_mark
from peerlearn.ui.widgets.logo import logo
from peerlearn.ui.widgets.mode_switch import mode_switch
from peerlearn.ui.widgets.native_form import native_form
from peerlearn.ui.widgets.pop_ups import pop_ups
from peerlearn.ui.widgets.retry_button import retry_when_late
from peerlearn.ui.widgets.skeleton import skeleton_line

TEST_MODE = "Test mode: no real money moves"
ACCOUNT = "Your account"


class ViewerState(rx.State):
    """What the frame shows of the person who is looking; never a reason to let them do something."""

    told: bool = False
    name: str = ""
    home: str = ""
    test_money: bool = False


async def show_viewer(state: rx.State) -> None:
    """Fill the frame; part of every page's `open_page`."""
    viewer = await viewer_of(state)
    await forget_old_messages(state)
    frame = await state.get_state(ViewerState)
    frame.told = True
    frame.name = viewer.name if viewer else ""
    frame.home = home_of(viewer) if viewer else ""
    frame.test_money = settings.sandbox_gateway


def shell(*content: rx.Component, column: str = theme.COLUMN) -> rx.Component:
    """A page: its bar, its content, its messages; both stand in the same column."""
    return rx.el.div(
        rx.el.a("Skip to content", href="#content", class_name="skip-link"),
        _bar(column),
        rx.el.main(*content, id="content", class_name=f"{column} py-8 flex flex-col gap-8"),
        pop_ups(),
        remember_viewer(),
        class_name=theme.PAGE,
    )


def until_ready(ready: rx.Var[bool], *content: rx.Component) -> rx.Component:
    """A skeleton of calm grey blocks until the page has its data; never an empty list drawn as a fact.

    When that takes long it offers to try again.
    """
    waiting = rx.el.div(skeleton(), retry_when_late(), class_name="flex flex-col gap-6")
    return rx.cond(ready, rx.el.div(*content, class_name="flex flex-col gap-8 appear"), waiting)


def remember_viewer() -> rx.Component:
    """Keeps the mark by which the next page knows at once that somebody is signed in; draws nothing."""
    return known_mark(ViewerState.told, ViewerState.name != "")


def money_notice() -> rx.Component:
    """Says that money is pretended, wherever money shows, while the gateway is the sandbox."""
    return rx.cond(ViewerState.test_money, rx.el.p(TEST_MODE, class_name=theme.QUIET))


def _bar(column: str) -> rx.Component:
    return rx.el.header(
        rx.el.div(
            rx.el.a(
                logo(),
                href="/",
                class_name="flex items-center min-h-11",
                custom_attrs={"aria-label": "PeerLearn"},
            ),
            rx.el.div(
                rx.el.div(mode_switch(), class_name="max-sm:hidden"),
                rx.cond(ViewerState.name != "", _signed_in(), _signed_out()),
                class_name="flex items-center gap-1 sm:gap-3",
            ),
            class_name=f"{column} flex flex-wrap items-center justify-between gap-x-4 min-h-16",
        ),
        class_name="bar glass-bar",
    )


def _signed_in() -> rx.Component:
    return rx.el.div(
        rx.el.a(
            avatar(ViewerState.name),
            href="/profile/",
            class_name="rounded-full lively",
            custom_attrs={"aria-label": ACCOUNT},
        ),
        rx.el.a(
            ViewerState.name,
            href=ViewerState.home,
            class_name="flex min-h-11 items-center font-medium text-ink max-sm:hidden",
        ),
        native_form(
            rx.el.button("Sign out", type="submit", id="sign-out", class_name=theme.QUIET_BUTTON),
            action=settings.door("/auth/sign-out"),
            method="post",
        ),
        class_name="flex items-center gap-3",
    )


def _signed_out() -> rx.Component:
    return rx.el.nav(
        rx.el.a("Sign in", href="/sign-in/", class_name=theme.QUIET_BUTTON + " max-sm:px-4"),
        rx.el.a("Register", href="/register/", class_name=theme.BUTTON + " max-sm:px-4"),
        class_name=f"{FOR_VISITORS} flex items-center gap-2 sm:gap-3",
        custom_attrs={"aria-label": "Account"},
    )


def skeleton() -> rx.Component:
    """Calm grey blocks in the place of what is still on its way."""
    return rx.el.div(
        *(skeleton_line(size) for size in ("h-10 w-64", "h-40 rounded-3xl", "h-40 rounded-3xl")),
        class_name="flex flex-col gap-6",
        custom_attrs={"aria-busy": "true", "aria-label": "Loading"},
    )
