"""The lesson's clock in the top bar."""

import reflex as rx

from peerlearn.ui.pages.room import FILES


class LessonClock(rx.Component):
    """Elapsed and remaining as mm:ss, from the server's milliseconds; says once when five minutes are left."""

    library = FILES["clock.jsx"]
    tag = "LessonClock"

    elapsed_ms: rx.Var[int]
    duration_ms: rx.Var[int]
    running: rx.Var[bool]
    on_warning: rx.EventHandler[rx.event.no_args_event_spec]


lesson_clock = LessonClock.create
