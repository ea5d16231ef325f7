"""The admins' pages: who is here, what is booked, where the money is."""

import reflex as rx

from peerlearn.domain.payments import Figure
from peerlearn.ui import theme
from peerlearn.ui.frames.dashboard import ADMIN_PLACES, Bell, dashboard_frame
from peerlearn.ui.frames.ledger.dialog import TITLES, figure_button, ledger_dialog
from peerlearn.ui.pages.admin.disputes import all_disputes
from peerlearn.ui.pages.admin.failed_work import failed_work
from peerlearn.ui.pages.admin.payments import all_payments, figure_link
from peerlearn.ui.pages.admin.refunds import failed_refunds
from peerlearn.ui.pages.admin.silence import silence_notice
from peerlearn.ui.pages.admin.state import AdminState
from peerlearn.ui.pages.admin.withdrawals import queue
from peerlearn.ui.shell import money_notice, until_ready
from peerlearn.ui.widgets.facts import facts
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.nav_link import own_link

FAILED = "failed for good and waiting for a look"
NO_LIST_OF_USERS = "Finding, blocking and deleting accounts is not open here yet. These are all open accounts."
NO_LIST_OF_SESSIONS = "A list of single sessions is not open here yet. These are the figures of all of them."
CHECKED = "Can all of it be true?"
NOT_CHECKED = (
    "Once a day everything is looked through: the ledger, bookings, rooms, jobs and files. Today's look comes soon."
)
COMPARED = "Compared with the payment service's own books: "
NOT_COMPARED = "The payment service's own books are read once a day, from the first payment on."
NOTHING_FOUND = "Nothing was found that cannot be true."
NO_CHARTS = "Charts come here as the site grows. These are the figures so far."


def users() -> rx.Component:
    """How many people have an account."""
    figures = (("Learners", AdminState.learners), ("Mentors", AdminState.mentors), ("Admins", AdminState.admins))
    return _section(0, facts(*figures), _note(NO_LIST_OF_USERS))


def sessions() -> rx.Component:
    """What is offered, asked for, and has taken place."""
    figures = (
        ("Offered from now on", AdminState.to_come),
        ("Waiting for a mentor's answer", AdminState.waiting),
        ("Confirmed", AdminState.confirmed),
        ("Taken place", AdminState.completed),
    )
    return _section(1, facts(*figures), _note(NO_LIST_OF_SESSIONS))


def payments() -> rx.Component:
    """The books."""
    figures = (
        ("Paid by learners", figure_link(AdminState.captured, "came")),
        ("Owed to mentors", own_link(AdminState.owed_to_mentors, href=ADMIN_PLACES[4].href, class_name=theme.LINK)),
        (TITLES[Figure.OF_THE_SITE], figure_button(AdminState.kept_by_us, Figure.OF_THE_SITE)),
        ("Given back", figure_link(AdminState.refunded, "back")),
        (TITLES[Figure.OF_THE_GATEWAY], figure_button(AdminState.kept_by_gateway, Figure.OF_THE_GATEWAY)),
        ("Deducted for disputes", figure_link(AdminState.disputed, "disputed")),
        ("Lost to banks", AdminState.lost),
        ("Still with the payment service", AdminState.with_gateway),
        ("Settled to the bank", AdminState.settled),
    )
    figures_of = (silence_notice(), facts(*figures), money_notice(), ledger_dialog())
    return _section(2, *figures_of, all_disputes(), failed_refunds(), all_payments(), _checked())


def analytics() -> rx.Component:
    """The figures that there are."""
    figures = (
        ("People who learn or teach", AdminState.learners + AdminState.mentors),
        ("Sessions that took place", AdminState.completed),
        ("Work that failed for good", AdminState.failed_for_good),
    )
    return _section(3, facts(*figures), _note(NO_CHARTS), failed_work())


def withdrawals() -> rx.Component:
    """What waits to be sent."""
    return _section(4, facts(("Owed to mentors", AdminState.owed_to_mentors)), money_notice(), *queue())


def _checked() -> rx.Component:
    """What the daily look through everything found."""
    found = rx.el.ul(
        rx.foreach(AdminState.findings, lambda line: rx.el.li(line, class_name="break-words py-2 font-mono text-sm")),
        rx.cond(AdminState.more_findings > 0, rx.el.li(f"and {AdminState.more_findings} more", class_name="py-2")),
        class_name="list-none divide-y divide-line",
    )
    return rx.el.section(
        rx.el.h2(CHECKED, class_name=theme.TITLE),
        rx.cond(
            AdminState.checked_at == "",
            _note(NOT_CHECKED),
            rx.fragment(
                rx.el.p("Last look: ", local_time(moment=AdminState.checked_at), class_name=theme.QUIET),
                rx.cond(AdminState.findings.length() == 0, rx.el.p(NOTHING_FOUND), found),
            ),
        ),
        rx.cond(
            AdminState.compared_at == "",
            _note(NOT_COMPARED),
            rx.el.p(COMPARED, local_time(moment=AdminState.compared_at), class_name=theme.QUIET),
        ),
        id="checked",
        class_name=theme.PANEL + " flex flex-col gap-3",
    )


def _note(words: str) -> rx.Component:
    return rx.el.p(words, class_name=theme.QUIET)


def _section(number: int, *content: rx.Component) -> rx.Component:
    place = ADMIN_PLACES[number]
    heading = rx.el.h1(place.word, class_name=theme.HEADLINE)
    bell = Bell(AdminState.failed_for_good, AdminState.rung, FAILED, ADMIN_PLACES[3].href)
    ready, news = until_ready(AdminState.ready, *content), {ADMIN_PLACES[2].href: AdminState.new_profit}
    return dashboard_frame(ADMIN_PLACES, place.href, heading, ready, bell=bell, news=news)
