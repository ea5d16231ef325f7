"""/session/<room_id>/: the room, from top to bottom."""

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.pages.room.board.board import board, board_button, board_history
from peerlearn.ui.pages.room.call.peer_connection import PeerConnection
from peerlearn.ui.pages.room.chat.chat_box import chat, chat_button, chat_history
from peerlearn.ui.pages.room.clock import lesson_clock
from peerlearn.ui.pages.room.end_button import EndButton
from peerlearn.ui.pages.room.evidence.witness import witness
from peerlearn.ui.pages.room.feedback import feedback
from peerlearn.ui.pages.room.gifts.gifts import gift_button, gifts_afterwards, gifts_badge, gifts_in_the_room
from peerlearn.ui.pages.room.recording.recording import record_button, recording_mark, recordings_to_watch
from peerlearn.ui.pages.room.state import RoomState
from peerlearn.ui.pages.room.summary.summary import summary
from peerlearn.ui.pages.room.topics.topics import topics, topics_button
from peerlearn.ui.shell import shell

ELSEWHERE = "You joined from another tab or device; the call goes on there."


def room() -> rx.Component:
    """The whole page."""
    return shell(
        rx.el.div(
            rx.cond(
                RoomState.cancelled != "",
                _called_off(),
                rx.cond(
                    RoomState.ended,
                    rx.fragment(
                        summary(feedback(), gifts_afterwards(), recordings_to_watch()), board_history(), chat_history()
                    ),
                    rx.cond(RoomState.refusal != "", _closed(RoomState.refusal), _open_room()),
                ),
            ),
            class_name="flex flex-col gap-6",
        ),
        column=theme.WIDEST_COLUMN,
    )


def _open_room() -> rx.Component:
    return rx.cond(
        RoomState.taken_over,
        _closed(ELSEWHERE),
        rx.el.div(_top(), gifts_in_the_room(), _middle(), recording_mark(), class_name="contents"),
    )


def _top() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h1(
                rx.cond(RoomState.ready, RoomState.title, "Entering the room…"),
                class_name=theme.TITLE + " line-clamp-2 break-words",
            ),
            lesson_clock(
                elapsed_ms=RoomState.elapsed_ms,
                duration_ms=RoomState.duration_ms,
                running=RoomState.running,
                on_warning=RoomState.warn_of_end,
                class_name="text-sm tabular-nums text-quiet",
            ),
            gifts_badge(),
            class_name="min-w-0",
        ),
        rx.el.div(
            topics_button(),
            rx.el.div(_end("end-session-above", theme.QUIET_BUTTON), class_name="hidden lg:block"),
            class_name="flex shrink-0 items-center gap-2",
        ),
        topics(teaching=RoomState.seat == "mentor"),
        class_name="relative flex items-center justify-between gap-4",
    )


def _end(name: str, look: str) -> rx.Component:
    return EndButton.create(
        name=name,
        for_both=(RoomState.seat == "mentor") & (RoomState.running | (RoomState.elapsed_ms > 0)),
        on_end=RoomState.end,
        class_name=look,
    )


def _middle() -> rx.Component:
    # Mounted from the first moment and for good: the camera opens while the room is found, and a server that
    # comes back and rebuilds the state from nothing must not end the call. The chat's outbox is latched too.
    return rx.el.div(
        PeerConnection.create(
            chat_button(),
            board_button(),
            record_button(),
            gift_button(),
            _end("end-session", "stage-end"),
            seat=RoomState.seat,
            polite=RoomState.polite,
            names=RoomState.names,
            ice_servers=RoomState.ice_servers,
            relay_ms=RoomState.relay_ms,
            registered=RoomState.registered,
            seated=RoomState.seated,
            peer_instance=RoomState.peer_instance,
            peer_seated=RoomState.peer_seated,
            offers=RoomState.offers,
            inbox=RoomState.inbox,
            acknowledged=RoomState.acknowledged,
            ended=RoomState.ended,
            on_wait=RoomState.wait,
            on_arrive=RoomState.arrive,
            on_signals=RoomState.send_signals,
            on_acknowledge=RoomState.acknowledge,
            on_heartbeat=RoomState.beat,
            on_renew_relay=RoomState.renew_relay,
            on_trouble=RoomState.report_trouble,
        ),
        chat(),
        board(may_draw=RoomState.seated),
        witness(),
        class_name="room-floor grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]",
    )


def _called_off() -> rx.Component:
    return rx.el.section(
        rx.el.h1(RoomState.title, class_name=theme.TITLE),
        rx.el.p(RoomState.cancelled),
        rx.el.a("Back to my page", href=RoomState.home, class_name=theme.BUTTON),
        id="called-off",
        class_name=theme.PANEL + " flex flex-col items-start gap-4",
    )


def _closed(why: rx.Var[str] | str) -> rx.Component:
    return rx.el.section(
        rx.el.h1(RoomState.title, class_name=theme.TITLE),
        rx.el.p(why),
        rx.el.div(
            rx.el.a("Back to my page", href=RoomState.home, class_name=theme.BUTTON),
            rx.el.button("Try again", type="button", on_click=RoomState.try_again, class_name=theme.QUIET_BUTTON),
            class_name="flex gap-3",
        ),
        class_name=theme.PANEL + " flex flex-col items-start gap-4",
    )
