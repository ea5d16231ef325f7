"""The frame of the pages that everybody may read: header, menu on phones, the lists behind it, and the foot."""

import reflex as rx

from peerlearn.settings import settings
from peerlearn.ui import theme
from peerlearn.ui.frames.entry.dialogs import entry_dialogs
from peerlearn.ui.frames.front_state import FrontState
from peerlearn.ui.frames.public_lists import mentor_list_dialog, session_list_dialog
from peerlearn.ui.frames.public_menu import public_menu
from peerlearn.ui.shell import remember_viewer
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.known_mark import FOR_KNOWN, FOR_VISITORS
from peerlearn.ui.widgets.logo import logo
from peerlearn.ui.widgets.mode_switch import mode_switch
from peerlearn.ui.widgets.pop_ups import pop_ups

SESSIONS, MENTORS, LOGIN, REGISTER, DASHBOARD = "Sessions", "Mentors", "Login", "Register", "Dashboard"
TIPS = {
    SESSIONS: "Browse live and upcoming sessions",
    MENTORS: "Discover top mentors",
    LOGIN: "Sign in to your dashboard",
    REGISTER: "Join as a learner or mentor",
    DASHBOARD: "Back to your own page",
}
NAMES = {
    SESSIONS: "Explore live and upcoming sessions",
    MENTORS: "Discover top-rated mentors",
    LOGIN: "Sign in to your dashboard",
    REGISTER: "Join as a learner or mentor",
    DASHBOARD: "Go to your dashboard",
}
SESSIONS_PLACE, MENTORS_PLACE = "top-live-sessions", "best-mentor-sessions"
PROMISE = "One mentor, one learner, face to face."
COLUMN = "mx-auto w-full max-w-7xl px-4 sm:px-6"


def public_frame(*content: rx.Component, has_rails: bool = False, has_entry: bool = True) -> rx.Component:
    """A public page round its content.

    Args:
        content: what is between header and foot.
        has_rails: whether the rails are on this page, so that Sessions and Mentors scroll instead of opening lists.
        has_entry: whether registration and sign-in open over this page; not where they are the page.
    """
    lists = () if has_rails else (session_list_dialog(), mentor_list_dialog())
    return rx.el.div(
        rx.el.a("Skip to content", href="#content", class_name="skip-link"),
        _header(has_rails),
        rx.el.main(*content, id="content", class_name=f"{COLUMN} flex flex-col grow"),
        _foot(),
        *lists,
        *((entry_dialogs(),) if has_entry else ()),
        pop_ups(),
        remember_viewer(),
        class_name=theme.PAGE + " flex flex-col",
    )


def _header(has_rails: bool) -> rx.Component:
    return rx.el.header(
        rx.el.div(
            _logo(has_rails),
            rx.el.nav(
                *_items(has_rails),
                class_name="hidden md:flex items-center gap-5",
                custom_attrs={"aria-label": "Main"},
            ),
            public_menu(*_items(has_rails)),
            class_name=f"{COLUMN} flex flex-wrap items-center justify-between min-h-16",
        ),
        class_name="public-header",
    )


def _logo(has_rails: bool) -> rx.Component:
    """On the start page it reads the lists again and goes to the top; elsewhere it leads there."""
    again = {"on_click": FrontState.reread} if has_rails else {}
    return rx.el.a(
        logo(),
        href="#content" if has_rails else "/",
        class_name="nav-logo flex items-center min-h-11",
        custom_attrs={"aria-label": "PeerLearn"},
        **again,
    )


def _items(has_rails: bool) -> list[rx.Component]:
    return [
        _list_item(
            SESSIONS, "play", FrontState.list_sessions, SESSIONS_PLACE, has_rails, _count("Live", FrontState.live)
        ),
        _list_item(
            MENTORS,
            "star",
            FrontState.list_mentors,
            MENTORS_PLACE,
            has_rails,
            _count("Top Mentors", FrontState.top_mentors),
        ),
        # All three, always: which of them shows is known before anything else of the page (widgets/known_mark.py).
        _door(DASHBOARD, "house", settings.door("/auth/home"), whose=FOR_KNOWN),
        _link(LOGIN, "user", "/sign-in/", whose=FOR_VISITORS),
        _link(REGISTER, "plus", "/register/", whose=FOR_VISITORS),
    ]


def _list_item(name: str, drawing: str, opens, place: str, has_rails: bool, count: rx.Component) -> rx.Component:
    if has_rails:
        return _link(name, drawing, f"#{place}", count)
    return rx.el.button(
        icon(drawing), rx.el.span(name), count, _spoken(name), type="button", on_click=opens, **_looks(name, drawing)
    )


def _link(name: str, drawing: str, href: str, *more: rx.Component, whose: str = "") -> rx.Component:
    return rx.el.a(icon(drawing), rx.el.span(name), *more, _spoken(name), href=href, **_looks(name, drawing, whose))


def _door(name: str, drawing: str, href: str, *, whose: str) -> rx.Component:
    """A link to what is no page of ours: the browser goes there by itself."""
    looks = _looks(name, drawing, whose)
    looks["custom_attrs"]["reloadDocument"] = True
    return rx.el.a(icon(drawing), rx.el.span(name), _spoken(name), href=href, **looks)


def _looks(name: str, drawing: str, whose: str = "") -> dict:
    tone = "nav-item-warm" if name in (LOGIN, REGISTER) else ""
    classes = f"nav-item nav-item-{drawing} {tone} {whose}"
    return {"class_name": " ".join(classes.split()), "custom_attrs": {"data-tip": TIPS[name]}}


def _spoken(name: str) -> rx.Component:
    """What a screen reader adds to the word on the screen."""
    return rx.el.span(NAMES[name], class_name="sr-only")


def _count(of_what: str, number: rx.Var[int]) -> rx.Component:
    """A badge such as "3 Live"; nothing at zero."""
    return rx.cond(
        number > 0,
        rx.el.span(number.to_string(), f" {of_what}", class_name="nav-count"),
    )


def _foot() -> rx.Component:
    return rx.el.footer(
        rx.el.div(
            rx.el.div(logo(), rx.el.p(PROMISE, class_name=theme.QUIET), class_name="flex flex-col gap-2"),
            mode_switch(),
            class_name=f"{COLUMN} flex items-center justify-between gap-6 py-8",
        ),
        class_name="mt-20 border-t border-line",
    )
