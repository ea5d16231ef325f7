"""The gifts' Python face: the learner's button with its badge, the mentor's word of thanks, and the list afterwards."""

import reflex as rx

from peerlearn.domain.gifts import GiftCard
from peerlearn.ui import theme
from peerlearn.ui.frames.giving.dialog import gift_dialog
from peerlearn.ui.frames.giving.state import GivingState
from peerlearn.ui.pages.room.gifts.state import RoomGiftsState
from peerlearn.ui.pages.room.state import RoomState
from peerlearn.ui.widgets.badge import badge
from peerlearn.ui.widgets.icon import icon

GIVE, NOT_YET = "Send a gift", "You can send a gift once you have met"
SENT = "Sent"
THANK, THANKED = "Say thank you", "Thanked"
GIFTS, NOTHING = "Gifts", "A gift is yours to send, and never expected."


def gift_button() -> rx.Component:
    """In the call's row of buttons, for learners."""
    have_met = RoomState.running | (RoomState.elapsed_ms > 0)
    label = rx.cond(have_met, GIVE, NOT_YET)
    return rx.cond(
        (RoomState.seat == "learner") & RoomState.seated,
        rx.el.button(
            icon("gift"),
            id="gift-button",
            type="button",
            disabled=~have_met,
            on_click=GivingState.ask_here,
            class_name="stage-switch",
            custom_attrs={"aria-label": label, "data-tip": label},
        ),
    )


def gifts_badge() -> rx.Component:
    """Under the lesson's title: what was sent so far, to both."""
    return rx.el.div(_sent(), id="gift-sent", role="status", class_name="pt-1 empty:hidden")


def gifts_in_the_room() -> rx.Component:
    """What goes with the button: the question how much, and the mentor's word of thanks."""
    return rx.cond(
        RoomState.seat == "learner",
        gift_dialog(),
        rx.el.div(
            rx.foreach(RoomGiftsState.to_thank_for, _received),
            id="gifts-received",
            role="status",
            class_name="flex flex-col gap-2 empty:hidden",
        ),
    )


def gifts_afterwards() -> rx.Component:
    """On the lesson's summary: what was given, and the way to give or to thank."""
    learner = RoomState.seat == "learner"
    return rx.cond(
        learner | (RoomGiftsState.cards.length() > 0),
        rx.el.section(
            rx.el.div(
                rx.el.h2(GIFTS, class_name=theme.SUBTITLE),
                _sent(),
                class_name="flex flex-wrap items-center gap-3",
            ),
            rx.cond(
                learner,
                rx.fragment(
                    rx.el.p(NOTHING, class_name=theme.QUIET),
                    rx.el.button(
                        icon("gift"),
                        GIVE,
                        id="gift-button",
                        type="button",
                        on_click=GivingState.ask_here,
                        class_name=theme.QUIET_BUTTON + " gap-2 self-start",
                    ),
                    gift_dialog(),
                ),
                rx.el.div(rx.foreach(RoomGiftsState.cards, _received), class_name="flex flex-col gap-2"),
            ),
            id="gifts",
            class_name=theme.PANEL + " flex flex-col gap-4",
        ),
    )


def _sent() -> rx.Component:
    return rx.cond(RoomGiftsState.sent != "", badge(f"{RoomGiftsState.sent} {SENT}", tone="chosen"))


def _received(card: rx.vars.ObjectVar[GiftCard]) -> rx.Component:
    return rx.el.div(
        icon("gift", size="size-6"),
        rx.el.p(
            rx.el.span(card.from_name, " sent you a gift of ", card.amount, ".", class_name="font-medium text-ink"),
            " ",
            rx.el.span(card.mentor_share, " of it are yours.", class_name=theme.QUIET),
            class_name="min-w-0 grow break-words",
        ),
        rx.cond(
            card.thanked,
            badge(THANKED, tone="good"),
            rx.el.button(
                THANK, type="button", on_click=RoomGiftsState.thank(card.gift_id), class_name=theme.QUIET_BUTTON
            ),
        ),
        class_name="flex flex-wrap items-center gap-3 rounded-2xl bg-lilac-wash px-4 py-2",
        custom_attrs={"data-gift": card.gift_id.to_string()},
    )
