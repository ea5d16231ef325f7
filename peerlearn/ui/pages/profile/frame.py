"""The frame of the profile pages: a header with their tabs, on phones behind three lines, and the way back."""

from dataclasses import dataclass

import reflex as rx

from peerlearn.settings import settings
from peerlearn.ui import theme
from peerlearn.ui.frames.public_menu import public_menu
from peerlearn.ui.shell import ViewerState, remember_viewer, until_ready
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.logo import logo
from peerlearn.ui.widgets.native_form import native_form
from peerlearn.ui.widgets.nav_link import own_link
from peerlearn.ui.widgets.pop_ups import pop_ups

SKIP, BACK = "Skip to content", "Back to your dashboard"
LOGOUT, LEAVE = "Logout", "Sign out on this device"
TAB = "nav-item px-1"


@dataclass(frozen=True)
class Tab:
    """One of the pages: its word, its drawing, its address, and what one does there."""

    word: str
    drawing: str
    href: str
    tip: str


PROFILE = Tab("Profile", "user", "/profile/", "Say who you are")
SETTINGS = Tab("Settings", "gear", "/profile/settings/", "Manage settings")


def profile_frame(here: Tab, ready: rx.Var[bool], *content: rx.Component) -> rx.Component:
    """One of the tabs.

    Args:
        here: which one.
        ready: whether its content is known; until then grey blocks stand for it.
        content: of the tab.
    """
    return rx.el.div(
        rx.el.a(SKIP, href="#content", class_name="skip-link"),
        _header(here),
        rx.el.main(
            until_ready(ready, _back(), *content), id="content", class_name=f"{theme.COLUMN} flex flex-col py-6 sm:py-8"
        ),
        pop_ups(),
        remember_viewer(),
        class_name=theme.PAGE,
    )


def _header(here: Tab) -> rx.Component:
    return rx.el.header(
        rx.el.div(
            rx.el.a(
                logo(),
                href="/",
                class_name="nav-logo flex items-center min-h-11",
                custom_attrs={"aria-label": "PeerLearn"},
            ),
            rx.el.nav(
                *_tabs(here),
                class_name="hidden md:flex items-center gap-5",
                custom_attrs={"aria-label": "Your account"},
            ),
            public_menu(*_tabs(here)),
            class_name=f"{theme.COLUMN} flex flex-wrap items-center justify-between min-h-16",
        ),
        class_name="public-header",
    )


def _tabs(here: Tab) -> list[rx.Component]:
    return [_tab(PROFILE, here), _tab(SETTINGS, here), _logout()]


def _tab(tab: Tab, here: Tab) -> rx.Component:
    current = {"aria-current": "page"} if tab == here else {}
    return own_link(
        icon(tab.drawing),
        rx.el.span(tab.word),
        href=tab.href,
        class_name=TAB,
        custom_attrs={"data-tip": tab.tip, "data-drawing": tab.drawing, **current},
    )


def _logout() -> rx.Component:
    return native_form(
        rx.el.button(
            icon("exit"),
            rx.el.span(LOGOUT),
            type="submit",
            class_name=TAB,
            custom_attrs={"data-tip": LEAVE, "data-drawing": "exit"},
        ),
        action=settings.door("/auth/sign-out"),
        method="post",
    )


def _back() -> rx.Component:
    return own_link(
        icon("arrow-left"),
        BACK,
        href=ViewerState.home,
        class_name="inline-flex min-h-11 items-center gap-2 self-start text-quiet hover:text-ink",
    )
