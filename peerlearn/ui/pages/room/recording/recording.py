"""The recording's Python face: its button, its question, its mark, and what there is to watch afterwards."""

import reflex as rx

from peerlearn.domain.recordings import DOOR, RecordingCard, State
from peerlearn.settings import settings
from peerlearn.ui import theme
from peerlearn.ui.pages.room.recording import FILES
from peerlearn.ui.pages.room.recording.state import RecordingState
from peerlearn.ui.pages.room.state import RoomState
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.modal import dialog

WORDS = {
    "record": "Record this session",
    "alone": "Recording starts when you are both here",
    "waiting": "Waiting for {name}’s answer. Press to take the request back",
    "declined": "Your request to record was declined",
    "stop": "Stop recording",
    "mark": "Recording",
    "began": "This session is being recorded.",
    "ended": "The recording has ended.",
}
QUESTION = "Record this session?"
WHAT = (
    "Both pictures, shared screens and both voices are recorded, until one of you stops it.",
    "Only the two of you can watch it, for {days} days. Then it is deleted.",
    "You can stop at any time. If you say no, you are not asked again in this session.",
)
AGREE, DECLINE = "Agree and record", "No, don’t record"
HEADLINE = "Recordings"
PREPARING = "It is being prepared. This takes a moment."
FAILED = "Nothing of it could be kept: no picture or sound arrived."
GONE = "It was kept for its time, and is deleted now."


class RecordButton(rx.Component):
    """Asks, takes back and stops, in the call's row of buttons."""

    library = FILES["recording.jsx"]
    tag = "RecordButton"

    words: rx.Var[dict[str, str]]
    names: rx.Var[dict[str, str]]
    known: rx.Var[bool]
    phase: rx.Var[str]
    mine: rx.Var[bool]
    declined: rx.Var[bool]
    both: rx.Var[bool]
    on_ask: rx.EventHandler[rx.event.no_args_event_spec]
    on_stop: rx.EventHandler[rx.event.no_args_event_spec]


class RecordingMark(rx.Component):
    """The dot that both see throughout; in the mentor's browser it also records."""

    library = FILES["recording.jsx"]
    tag = "RecordingMark"

    words: rx.Var[dict[str, str]]
    names: rx.Var[dict[str, str]]
    known: rx.Var[bool]
    phase: rx.Var[str]
    name: rx.Var[str]
    seated: rx.Var[bool]
    door: rx.Var[str]
    on_unable: rx.EventHandler[rx.event.no_args_event_spec]


def record_button() -> rx.Component:
    """The button."""
    return RecordButton.create(
        words=WORDS,
        names=RoomState.names,
        known=RecordingState.known,
        phase=RecordingState.phase,
        mine=RecordingState.mine,
        declined=RecordingState.declined,
        both=RoomState.seated & RoomState.peer_seated,
        on_ask=RecordingState.ask,
        on_stop=RecordingState.stop,
    )


def recording_mark() -> rx.Component:
    """The mark, and the question to whoever is asked."""
    return rx.fragment(
        RecordingMark.create(
            words=WORDS,
            names=RoomState.names,
            known=RecordingState.known,
            phase=RecordingState.phase,
            name=RecordingState.name,
            seated=RoomState.seated,
            door=settings.door(DOOR),
            on_unable=RecordingState.give_up,
        ),
        _question(),
    )


def _question() -> rx.Component:
    return dialog(
        rx.el.p(RoomState.names["theirs"], " would like to record it.", class_name="text-ink"),
        rx.el.ul(
            *(rx.el.li(line.replace("{days}", str(settings.recording_days))) for line in WHAT),
            class_name="flex list-disc flex-col gap-2 pl-5 text-quiet",
        ),
        title=QUESTION,
        id="recording-question",
        open=RecordingState.asks_me & RoomState.seated,
        on_close=RecordingState.decline,
        outside_closes=False,
        foot=rx.el.div(
            rx.el.button(
                DECLINE,
                id="recording-decline",
                type="button",
                on_click=RecordingState.decline,
                class_name=theme.QUIET_BUTTON,
            ),
            rx.el.button(
                AGREE, id="recording-agree", type="button", on_click=RecordingState.agree, class_name=theme.BUTTON
            ),
            class_name="flex flex-wrap justify-end gap-3",
        ),
    )


def recordings_to_watch() -> rx.Component:
    """What was recorded in this lesson; nothing when nothing was."""
    return rx.cond(
        RecordingState.cards,
        rx.el.section(
            rx.el.h2(HEADLINE, class_name=theme.SUBTITLE),
            rx.el.ul(rx.foreach(RecordingState.cards, recording_card), class_name="flex flex-col gap-3"),
            id="recordings",
            class_name=theme.PANEL + " flex flex-col gap-4",
        ),
    )


def recording_card(card: rx.Var[RecordingCard]) -> rx.Component:
    """One recording: when, how long, and how to have it."""
    return rx.el.li(
        rx.el.div(
            rx.el.p(local_time(moment=card.began_at), class_name="font-medium text-ink"),
            rx.match(
                card.state,
                (State.READY.value, _facts(card)),
                (State.STOPPED.value, rx.el.p(PREPARING, role="status", class_name=theme.QUIET)),
                (State.EXPIRED.value, rx.el.p(GONE, class_name=theme.QUIET)),
                rx.el.p(FAILED, class_name=theme.QUIET),
            ),
            class_name="flex min-w-0 flex-col gap-1",
        ),
        rx.cond(card.watch != "", _links(card)),
        class_name="flex flex-wrap items-center justify-between gap-3",
    )


def _facts(card: rx.Var[RecordingCard]) -> rx.Component:
    return rx.el.p(
        card.minutes.to_string(),
        " min · ",
        card.megabytes,
        " MB · kept until ",
        local_time(moment=card.expires_at),
        class_name=theme.QUIET,
    )


def _links(card: rx.Var[RecordingCard]) -> rx.Component:
    return rx.el.div(
        rx.el.a(icon("play"), "Watch", href=card.watch, target="_blank", class_name=theme.QUIET_BUTTON + " gap-2"),
        rx.el.a(icon("download"), "Download", href=card.download, class_name=theme.QUIET_BUTTON + " gap-2"),
        class_name="flex flex-wrap gap-2",
    )
