"""The mentor's pages: who asks, what comes, publishing a session, what was earned."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.frames.cancelling.dialog import cancel_dialog
from peerlearn.ui.frames.cancelling.state import CancelState
from peerlearn.ui.frames.dashboard import MENTOR_PLACES, PROFILE, Bell, dashboard_frame
from peerlearn.ui.frames.moving.dialog import move_dialog, move_press, proposed_time
from peerlearn.ui.frames.own_sessions import own_sessions
from peerlearn.ui.pages.mentor_dashboard import money
from peerlearn.ui.pages.mentor_dashboard.packages import packages
from peerlearn.ui.pages.mentor_dashboard.publish_form import publish_form
from peerlearn.ui.pages.mentor_dashboard.state import MentorDashboardState
from peerlearn.ui.shell import ViewerState, money_notice, until_ready
from peerlearn.ui.widgets.booked_card import BookedCard, booked_card, cancel_button
from peerlearn.ui.widgets.facts import facts
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.nav_link import own_link
from peerlearn.ui.widgets.offering_card import when_line

GRID = "grid gap-4 sm:grid-cols-2 xl:grid-cols-3"
CREATE = "Create Session"
INTRODUCE, INTRODUCE_WHY = "Introduce yourself", "Learners book people they know: add a few words, or a short video."
TO_PROFILE = "Open your profile"
FROM_PACKAGE = ", from a package"
NO_CHARTS = "Charts come here as your teaching grows. These are the figures so far."


def home() -> rx.Component:
    """What wants an answer, what comes next, and what was earned."""
    create = rx.el.a(icon("plus"), CREATE, href=MENTOR_PLACES[1].href, class_name=theme.QUIET_BUTTON + " self-start")
    return _section(
        0,
        "Welcome, ",
        ViewerState.name,
        "!",
        content=(create, _introduce_yourself(), _requests(), _upcoming(), _earnings()),
    )


def create() -> rx.Component:
    """The form, and what is published already."""
    return _section(1, CREATE, content=(publish_form(), _published(), packages()))


def bookings() -> rx.Component:
    """Who asks, and who is coming."""
    return _section(2, "Bookings", content=(_requests(), _upcoming(), own_sessions()))


def earnings() -> rx.Component:
    """The mentor's money, movement by movement."""
    return _section(3, "Earnings", content=money.earnings())


def withdrawals() -> rx.Component:
    """What can be withdrawn, and what was."""
    return _section(4, "Withdrawals", content=money.withdrawals())


def analytics() -> rx.Component:
    """The figures that there are."""
    figures = (
        ("Sessions taught", MentorDashboardState.completed),
        ("Confirmed to come", MentorDashboardState.upcoming.length()),
        ("Waiting for your answer", MentorDashboardState.waiting),
    )
    return _section(5, "Analytics", content=(facts(*figures), rx.el.p(NO_CHARTS, class_name=theme.QUIET)))


def _section(place: int, *heading: rx.Var[str] | str, content: tuple[rx.Component, ...]) -> rx.Component:
    here = MENTOR_PLACES[place].href
    bell = Bell(
        MentorDashboardState.waiting, MentorDashboardState.rung, "waiting for your answer", MENTOR_PLACES[2].href
    )
    ready = until_ready(MentorDashboardState.ready, *content)
    title = rx.el.h1(*heading, class_name=theme.HEADLINE)
    questions = (cancel_dialog(as_mentor=True), move_dialog(as_mentor=True))
    news = {
        MENTOR_PLACES[2].href: MentorDashboardState.pending,
        MENTOR_PLACES[3].href: MentorDashboardState.new_earnings,
    }
    return dashboard_frame(MENTOR_PLACES, here, title, ready, *questions, bell=bell, news=news)


def _introduce_yourself() -> rx.Component:
    """Offered until there is anything by which learners could know them; nobody has to."""
    return rx.cond(
        MentorDashboardState.unknown,
        rx.el.section(
            rx.el.span(icon("video"), class_name="grid size-11 shrink-0 place-items-center rounded-full bg-lilac-wash"),
            rx.el.div(
                rx.el.h2(INTRODUCE, class_name=theme.SUBTITLE),
                rx.el.p(INTRODUCE_WHY, class_name=theme.QUIET),
                class_name="min-w-0 grow basis-52",
            ),
            own_link(TO_PROFILE, href=PROFILE.href, class_name=theme.QUIET_BUTTON),
            id="introduce-yourself",
            class_name=theme.PANEL + " flex flex-wrap items-center gap-4",
        ),
    )


def _requests() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Booking requests", class_name=theme.TITLE),
        rx.cond(
            MentorDashboardState.no_requests,
            rx.el.p("Nobody is waiting for an answer.", class_name=theme.PANEL),
            rx.el.div(rx.foreach(MentorDashboardState.requests, _request), class_name=GRID),
        ),
        id="requests",
        class_name="flex flex-col gap-4",
    )


def _request(card: rx.Var) -> rx.Component:
    return rx.el.article(
        rx.el.h3(card.title, class_name=theme.SUBTITLE + " text-lg"),
        rx.el.p(rx.el.strong(card.learner_name), " asks to book", class_name=theme.QUIET),
        rx.cond(card.learner_bio != "", rx.el.p(card.learner_bio, class_name="line-clamp-4 break-words text-sm")),
        when_line(card.starts_at, card.duration_minutes),
        rx.el.p(card.price, rx.cond(card.by_credit, FROM_PACKAGE, ""), class_name="font-medium"),
        rx.el.div(
            rx.el.button(
                "Accept",
                type="button",
                on_click=MentorDashboardState.accept(card.booking_id),
                class_name=theme.BUTTON,
            ),
            rx.el.button(
                "Reject",
                type="button",
                on_click=MentorDashboardState.reject(card.booking_id),
                class_name=theme.QUIET_BUTTON,
            ),
            class_name="mt-auto flex gap-3 pt-2",
        ),
        class_name=theme.CARD,
        custom_attrs={"data-booking": card.booking_id.to_string()},
    )


def _upcoming() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Coming sessions", class_name=theme.TITLE),
        rx.cond(
            MentorDashboardState.nothing_upcoming,
            rx.el.p("No confirmed session ahead.", class_name=theme.PANEL),
            rx.el.div(rx.foreach(MentorDashboardState.upcoming, _own_session), class_name=GRID),
        ),
        id="my-sessions",
        class_name="flex flex-col gap-4",
    )


def _own_session(card: rx.vars.ObjectVar[BookedCard]) -> rx.Component:
    proposed = proposed_time(card, as_mentor=True)
    return booked_card(card, CancelState.ask_to_call_off(card.offering_id), proposed, move=move_press(card))


def _published() -> rx.Component:
    return rx.el.section(
        rx.el.h2("My published sessions", class_name=theme.TITLE),
        rx.cond(
            MentorDashboardState.nothing_published,
            rx.el.p("You offer no session to come. Publish one above.", class_name=theme.PANEL),
            rx.el.ul(
                rx.foreach(MentorDashboardState.published, _own_offering),
                class_name=theme.PANEL + " flex list-none flex-col divide-y divide-line",
            ),
        ),
        id="published",
        class_name="flex flex-col gap-4",
    )


def _own_offering(card: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.span(card.title, class_name="font-medium text-ink"),
        local_time(moment=card.starts_at, class_name=theme.QUIET),
        rx.el.span(card.price, class_name="tabular-nums"),
        rx.el.div(cancel_button(card.title, CancelState.ask_to_call_off(card.offering_id))),
        class_name="grid items-center gap-1 py-3 sm:grid-cols-[minmax(0,1fr)_16rem_6rem_7rem]",
    )


def _earnings() -> rx.Component:
    figure = "font-display font-bold text-3xl text-ink tabular-nums"
    return rx.el.section(
        rx.el.h2("Earnings", class_name=theme.TITLE),
        rx.el.dl(
            rx.el.div(
                rx.el.dt("Available", class_name=theme.QUIET),
                rx.el.dd(MentorDashboardState.available, id="earnings-available", class_name=figure),
            ),
            rx.el.div(
                rx.el.dt("Held until the session is done", class_name=theme.QUIET),
                rx.el.dd(MentorDashboardState.held, id="earnings-held", class_name=figure),
            ),
            class_name=theme.PANEL + " flex flex-wrap gap-10",
        ),
        money_notice(),
        class_name="flex flex-col gap-4",
    )
