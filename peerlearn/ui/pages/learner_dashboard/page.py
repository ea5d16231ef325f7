"""The learner's pages: what is booked, what can be booked, what was paid and learned."""

import reflex as rx

from peerlearn.domain.bookings import InsteadCard
from peerlearn.domain.packages import OfferCard
from peerlearn.ui import theme
from peerlearn.ui.frames.cancelling.dialog import cancel_dialog
from peerlearn.ui.frames.cancelling.state import CancelState
from peerlearn.ui.frames.checkout import checkout
from peerlearn.ui.frames.dashboard import LEARNER_PLACES, Bell, dashboard_frame
from peerlearn.ui.frames.giving.dialog import gift_dialog, gift_press
from peerlearn.ui.frames.moving.dialog import move_dialog, move_press, proposed_time
from peerlearn.ui.frames.own_sessions import own_sessions
from peerlearn.ui.frames.packages.buying import buying_dialog
from peerlearn.ui.frames.packages.buying_state import BuyingState
from peerlearn.ui.frames.packages.owned import giving_back_dialog, owned_packages
from peerlearn.ui.pages.learner_dashboard.compensation import compensation
from peerlearn.ui.pages.learner_dashboard.held import held_card
from peerlearn.ui.pages.learner_dashboard.payments import learner_payments
from peerlearn.ui.pages.learner_dashboard.state import LearnerDashboardState
from peerlearn.ui.shell import ViewerState, money_notice, until_ready
from peerlearn.ui.widgets.booked_card import BookedCard, booked_card
from peerlearn.ui.widgets.booking_press import BOOKING_POP_UP
from peerlearn.ui.widgets.facts import facts
from peerlearn.ui.widgets.hold_clock import hold_clock
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.modal import dialog
from peerlearn.ui.widgets.offering_card import offering_card, person_line, topic_tags, when_line

SEE_PACKAGE = "See package"
GRID = "grid gap-4 sm:grid-cols-2 xl:grid-cols-3"
INSTEAD = "You could book one of these instead"
NO_CHARTS = "Your streak and what you master come here as you learn. These are the figures so far."


def home() -> rx.Component:
    """What is booked, then what can be booked."""
    content = (money_notice(), _booked(), owned_packages(), _offered())
    return _section(
        0,
        "Hi ",
        ViewerState.name,
        "!",
        content=content,
        beside=(*_questions(), buying_dialog(), giving_back_dialog()),
    )


def booked() -> rx.Component:
    """What is booked."""
    past = own_sessions(lambda card: gift_press(card.room_id, card.title))
    return _section(1, "Booked Sessions", content=(_booked(), past), beside=(*_questions(), gift_dialog()))


def payments() -> rx.Component:
    """What was paid, and what came back."""
    return _section(
        2, "Payments", content=(money_notice(), compensation(), learner_payments()), beside=(gift_dialog(),)
    )


def progress() -> rx.Component:
    """The figures that there are."""
    figures = (("Sessions completed", LearnerDashboardState.completed), ("Coming", LearnerDashboardState.coming))
    return _section(3, "Progress", content=(facts(*figures), _topics(), rx.el.p(NO_CHARTS, class_name=theme.QUIET)))


def _topics() -> rx.Component:
    """How far the topics of finished sessions came, once there is one."""
    figures = (("Topics covered", LearnerDashboardState.covered), ("Need work", LearnerDashboardState.needing_work))
    return rx.cond(LearnerDashboardState.covered != "", rx.el.div(facts(*figures), id="topic-progress"))


def _section(
    place: int,
    *heading: rx.Var[str] | str,
    content: tuple[rx.Component, ...],
    beside: tuple[rx.Component, ...] = (),
) -> rx.Component:
    here = LEARNER_PLACES[place].href
    bell = Bell(
        LearnerDashboardState.coming, LearnerDashboardState.rung, "confirmed and coming", LEARNER_PLACES[1].href
    )
    ready = until_ready(LearnerDashboardState.ready, *content)
    title = rx.el.h1(*heading, class_name=theme.HEADLINE)
    news = {LEARNER_PLACES[1].href: LearnerDashboardState.coming_words}
    return dashboard_frame(LEARNER_PLACES, here, title, ready, *beside, bell=bell, news=news)


def _questions() -> tuple[rx.Component, ...]:
    """What is asked before a session is booked, paid for, cancelled or moved."""
    return _booking(), _checkout(), cancel_dialog(as_mentor=False), move_dialog(as_mentor=False)


def _checkout() -> rx.Component:
    return checkout(
        order=LearnerDashboardState.order,
        on_paid=LearnerDashboardState.paid,
        on_failed=LearnerDashboardState.payment_failed,
        on_dismissed=LearnerDashboardState.payment_dismissed,
    )


def _booked() -> rx.Component:
    return rx.el.section(
        rx.el.h2("My sessions", class_name=theme.TITLE),
        rx.cond(
            LearnerDashboardState.nothing_booked,
            rx.el.p("Nothing booked yet. Choose a session below.", class_name=theme.PANEL),
            rx.el.div(
                rx.foreach(LearnerDashboardState.held, held_card),
                rx.foreach(LearnerDashboardState.booked, _own_booking),
                class_name=GRID,
            ),
        ),
        id="my-sessions",
        class_name="flex flex-col gap-4",
    )


def _own_booking(card: rx.vars.ObjectVar[BookedCard]) -> rx.Component:
    proposed, cancel = proposed_time(card, as_mentor=False), CancelState.ask(card.booking_id)
    return booked_card(card, cancel, proposed, _instead(card), move=move_press(card))


def _instead(card: rx.vars.ObjectVar[BookedCard]) -> rx.Component:
    """Sessions to book instead of one that was taken before its money came."""

    def line(one: rx.vars.ObjectVar[InsteadCard]) -> rx.Component:
        return rx.el.li(
            rx.el.a(
                rx.el.span(one.title, class_name="font-medium text-ink underline decoration-lilac underline-offset-4"),
                rx.el.span(one.mentor_name, " · ", local_time(moment=one.starts_at), class_name=theme.QUIET),
                rx.el.span(one.total, class_name="text-sm tabular-nums"),
                href=f"{BOOKING_POP_UP}{one.offering_id}",
                on_click=LearnerDashboardState.choose(one.offering_id).prevent_default,
                class_name="flex min-h-11 flex-col py-2",
            )
        )

    return rx.cond(
        card.instead.length() > 0,
        rx.el.div(
            rx.el.p(INSTEAD, class_name="font-medium text-ink"),
            rx.el.ul(rx.foreach(card.instead, line), class_name="list-none divide-y divide-line"),
            class_name="rounded-2xl bg-lilac-wash p-4",
            custom_attrs={"data-instead": ""},
        ),
    )


def _offered() -> rx.Component:
    return rx.el.section(
        rx.el.h2("Sessions you can book", class_name=theme.TITLE),
        rx.cond(
            LearnerDashboardState.nothing_offered,
            rx.el.p("No open sessions right now. New ones appear here by themselves.", class_name=theme.PANEL),
            rx.el.div(
                rx.foreach(
                    LearnerDashboardState.offerings, lambda card: offering_card(card, _book(card), _or_credit(card))
                ),
                class_name=GRID,
            ),
        ),
        id="open-sessions",
        class_name="flex flex-col gap-4",
    )


def _book(card: rx.Var) -> rx.Component:
    return rx.el.button(
        "Book",
        type="button",
        on_click=LearnerDashboardState.choose(card.offering_id),
        class_name=theme.QUIET_BUTTON,
        custom_attrs={"aria-label": f"Book {card.title}"},
    )


def _or_credit(card: rx.Var) -> rx.Component:
    """The way to book it from a package, for whoever has one."""
    credits = LearnerDashboardState.credits
    press = _use_credit(card.offering_id, card.title, credits[card.offering_id], theme.QUIET_BUTTON + " w-full")
    return rx.cond(credits.contains(card.offering_id), press)


def _use_credit(offering_id: rx.Var[int], title: rx.Var[str], left: rx.Var[int], look: str) -> rx.Component:
    return rx.el.button(
        f"Use a credit ({left} left)",
        rx.el.span(f" for {title}", class_name="sr-only"),
        type="button",
        on_click=LearnerDashboardState.use_credit(offering_id),
        class_name=look,
        custom_attrs={"data-use-credit": f"{offering_id}"},
    )


def _booking() -> rx.Component:
    chosen = LearnerDashboardState.chosen
    return dialog(
        rx.el.div(
            rx.el.h3(chosen.title, class_name=theme.CARD_TITLE),
            when_line(chosen.starts_at, chosen.duration_minutes),
            person_line(chosen.mentor_name),
            class_name="flex flex-col gap-2",
        ),
        rx.el.p(chosen.description),
        topic_tags(chosen.topics),
        _total(),
        rx.cond(LearnerDashboardState.chosen_hold, hold_clock(LearnerDashboardState.chosen_hold)),
        rx.el.div(
            rx.foreach(LearnerDashboardState.packages, _or_package),
            class_name="flex flex-col gap-2 empty:hidden",
        ),
        money_notice(),
        title="Book this session",
        open=LearnerDashboardState.choosing,
        on_close=LearnerDashboardState.close,
        foot=rx.el.div(
            rx.el.button("Not now", type="button", class_name=theme.QUIET_BUTTON, custom_attrs={"data-close": ""}),
            rx.el.button(
                rx.cond(LearnerDashboardState.credits_for_chosen > 0, f"Pay {chosen.total}", "Confirm"),
                id="booking-confirm",
                type="button",
                disabled=LearnerDashboardState.paying,
                on_click=LearnerDashboardState.confirm,
                class_name=rx.cond(LearnerDashboardState.credits_for_chosen > 0, theme.QUIET_BUTTON, theme.BUTTON),
            ),
            rx.cond(
                LearnerDashboardState.credits_for_chosen > 0,
                _use_credit(chosen.offering_id, chosen.title, LearnerDashboardState.credits_for_chosen, theme.BUTTON),
            ),
            class_name="flex flex-wrap justify-end gap-3",
        ),
    )


def _or_package(card: rx.vars.ObjectVar[OfferCard]) -> rx.Component:
    """The same mentor for less, for whoever takes several."""
    return rx.el.div(
        rx.el.p(
            rx.el.span(f"Or {card.sessions} sessions for {card.price}", class_name="font-medium text-ink"),
            rx.el.span(f"{card.each} each, you save {card.saving}", class_name="block " + theme.QUIET),
        ),
        rx.el.button(
            SEE_PACKAGE,
            rx.el.span(f" of {card.sessions} sessions", class_name="sr-only"),
            type="button",
            on_click=[LearnerDashboardState.close, BuyingState.ask(card.package_id)],
            class_name=theme.QUIET_BUTTON,
        ),
        class_name="flex items-center justify-between gap-3 rounded-2xl bg-lilac-wash px-4 py-3",
        custom_attrs={"data-package": card.package_id.to_string()},
    )


def _total() -> rx.Component:
    chosen = LearnerDashboardState.chosen
    lines = (("Price", chosen.price), ("Service fee", chosen.service_fee), ("Total", chosen.total))
    return rx.el.dl(
        *(
            rx.el.div(
                rx.el.dt(word),
                rx.el.dd(amount, class_name="tabular-nums font-medium text-ink"),
                class_name="flex justify-between border-b border-line py-2",
            )
            for word, amount in lines
        ),
        id="booking-total",
    )
