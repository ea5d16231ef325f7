"""The frame of the pages that belong to one person: a sidebar, on phones a bar below, and the bell."""

from collections.abc import Mapping
from dataclasses import dataclass

import reflex as rx

from peerlearn.settings import settings
from peerlearn.ui import theme
from peerlearn.ui.frames.more_sheet import MORE_SHEET, more_sheet
from peerlearn.ui.shell import ViewerState, remember_viewer
from peerlearn.ui.widgets.avatar import avatar
from peerlearn.ui.widgets.badge import count_badge
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.logo import logo
from peerlearn.ui.widgets.mode_switch import mode_switch
from peerlearn.ui.widgets.native_form import native_form
from peerlearn.ui.widgets.nav_link import SIDE, nav_link, own_link
from peerlearn.ui.widgets.pop_ups import pop_ups

LOGOUT, MORE, SKIP = "Logout", "More", "Skip to content"
IN_BAR = 4  # what a phone shows beside "More"
NO_NEWS: Mapping[str, rx.Var[str]] = {}
NEWS = (
    "rounded-full bg-brand px-2 py-0.5 text-xs leading-none font-medium tabular-nums text-on-brand whitespace-nowrap "
)
ON_TAB = "absolute -top-2 ring-2 ring-surface"  # on the edge of the bar, above the drawing


@dataclass(frozen=True)
class Place:
    """One item of the navigation: its word, its drawing, its address, and what one finds there."""

    word: str
    drawing: str
    href: str
    tip: str


PROFILE = Place("Profile", "user", "/profile/", "Your profile and your settings")
MENTOR_PLACES = (
    Place("Home", "house", "/dashboard/mentor/", "What is new"),
    Place("Create Session", "plus", "/dashboard/mentor/create/", "Create a new session"),
    Place("Bookings", "book", "/dashboard/mentor/bookings/", "View your sessions"),
    Place("Earnings", "rupee", "/dashboard/mentor/earnings/", "Track revenue"),
    Place("Withdrawals", "bank", "/dashboard/mentor/withdrawals/", "Money on its way to you"),
    Place("Analytics", "chart", "/dashboard/mentor/analytics/", "How your teaching goes"),
    PROFILE,
)
LEARNER_PLACES = (
    Place("Home", "house", "/dashboard/learner/", "Sessions you can book"),
    Place("Booked Sessions", "book", "/dashboard/learner/booked/", "View your sessions"),
    Place("Payments", "rupee", "/dashboard/learner/payments/", "What you have paid"),
    Place("Progress", "chart", "/dashboard/learner/progress/", "What you have learned"),
    PROFILE,
)
ADMIN_PLACES = (
    Place("Users", "users", "/admin/", "Who is here"),
    Place("Sessions", "book", "/admin/sessions/", "What is offered and booked"),
    Place("Payments", "rupee", "/admin/payments/", "Track revenue"),
    Place("Analytics", "chart", "/admin/analytics/", "How the site goes"),
    Place("Withdrawals", "bank", "/admin/withdrawals/", "Money on its way to mentors"),
)


@dataclass(frozen=True)
class Bell:
    """A number that wants attention, whether it has just grown, what it counts, and where one sees to it."""

    count: rx.Var[int]
    rung: rx.Var[bool]
    words: str
    href: str


def dashboard_frame(
    places: tuple[Place, ...],
    here: str,
    *content: rx.Component,
    bell: Bell,
    news: Mapping[str, rx.Var[str]] = NO_NEWS,
) -> rx.Component:
    """One section of a dashboard.

    Args:
        places: the navigation.
        here: the address of the place that is shown.
        content: the section.
        bell: what the bell counts.
        news: by address, what is new at a place in a number and a word; empty while nothing is.
    """
    return rx.el.div(
        rx.el.a(SKIP, href="#content", class_name="skip-link"),
        _bar(bell),
        rx.el.div(
            _sidebar(places, here, news),
            rx.el.main(*content, id="content", class_name="min-w-0 grow py-8 flex flex-col gap-8"),
            class_name="mx-auto w-full max-w-7xl px-4 sm:px-6 flex gap-8",
        ),
        _bottom_bar(places, here, news),
        pop_ups(),
        remember_viewer(),
        class_name=theme.PAGE + " dashboard",
    )


def _bar(bell: Bell) -> rx.Component:
    return rx.el.header(
        rx.el.div(
            rx.el.a(
                logo(), href="/", class_name="flex items-center min-h-11", custom_attrs={"aria-label": "PeerLearn"}
            ),
            rx.el.div(
                mode_switch(),
                _bell(bell),
                own_link(
                    avatar(ViewerState.name, size="size-9"),
                    rx.el.span(ViewerState.name, class_name="font-medium text-ink truncate max-w-40 max-sm:sr-only"),
                    href=PROFILE.href,
                    class_name="flex items-center gap-3 min-h-11 pl-1",
                ),
                class_name="flex items-center gap-1",
            ),
            class_name="mx-auto w-full max-w-7xl px-4 sm:px-6 flex flex-wrap items-center justify-between min-h-16",
        ),
        class_name="bar glass-bar",
    )


def _bell(bell: Bell) -> rx.Component:
    return own_link(
        # A new number is a new bell, which shakes once when it tells of something new.
        rx.el.span(icon("bell"), key=bell.count.to_string(), class_name=rx.cond(bell.rung, "bell flex", "flex")),
        count_badge(bell.count, bell.words),
        href=bell.href,
        class_name=theme.ICON_BUTTON + " relative",
        custom_attrs={"aria-label": rx.cond(bell.count > 0, f"{bell.count} {bell.words}", f"Nothing {bell.words}")},
    )


def _sidebar(places: tuple[Place, ...], here: str, news: Mapping[str, rx.Var[str]]) -> rx.Component:
    return rx.el.aside(
        rx.el.nav(
            *(_item(place, here, _news(place, here, news)) for place in places),
            _logout(SIDE, id="sign-out"),
            class_name="sticky top-16 flex flex-col gap-1 py-8",
            custom_attrs={"aria-label": "Sections"},
        ),
        class_name="hidden md:block w-[200px] shrink-0",
    )


def _item(place: Place, here: str, news: tuple[rx.Component, ...]) -> rx.Component:
    return nav_link(
        place.word,
        place.href,
        place.drawing,
        *news,
        here=place.href == here,
        side=True,
        title=place.tip,
        custom_attrs={"data-drawing": place.drawing},
    )


def _bottom_bar(places: tuple[Place, ...], here: str, news: Mapping[str, rx.Var[str]]) -> rx.Component:
    more = places[IN_BAR:]
    return rx.el.nav(
        *(_tab(place, here, _news(place, here, news, on_tab=True)) for place in places[:IN_BAR]),
        rx.el.button(
            icon("more"),
            rx.el.span(MORE),
            type="button",
            class_name="tab" + (" is-here" if here in {place.href for place in more} else ""),
            custom_attrs={"popoverTarget": MORE_SHEET, "data-drawing": "more"},
        ),
        more_sheet(*(_item(place, here, _news(place, here, news)) for place in more), _logout(SIDE)),
        class_name="bottom-bar glass-bar md:hidden",
        custom_attrs={"aria-label": "Sections"},
    )


def _tab(place: Place, here: str, news: tuple[rx.Component, ...]) -> rx.Component:
    current = {"aria-current": "page"} if place.href == here else {}
    return own_link(
        icon(place.drawing),
        rx.el.span(place.word),
        *news,
        href=place.href,
        class_name="tab",
        custom_attrs={"data-drawing": place.drawing, **current},
    )


def _news(
    place: Place, here: str, news: Mapping[str, rx.Var[str]], *, on_tab: bool = False
) -> tuple[rx.Component, ...]:
    """What is new at a place where one is not; on a tab there is room to show its first word."""
    if place.href not in news or place.href == here:
        return ()
    words = news[place.href]
    if not on_tab:
        return (rx.cond(words != "", rx.el.span(words, class_name=NEWS)),)
    parts = words.split(" ")
    rest = rx.el.span(" ", parts[1:].join(" "), class_name="sr-only")
    return (rx.cond(words != "", rx.el.span(parts[0], rest, class_name=NEWS + ON_TAB)),)


def _logout(look: str, **props: str) -> rx.Component:
    return native_form(
        rx.el.button(icon("exit"), LOGOUT, type="submit", class_name=look, **props),
        action=settings.door("/auth/sign-out"),
        method="post",
    )
