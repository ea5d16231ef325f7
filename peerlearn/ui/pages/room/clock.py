"""The lesson's clock in the top bar."""

import reflex as rx


class LessonClock(rx.Component):
    """Elapsed and remaining as mm:ss, from the server's milliseconds."""

    library = rx.asset("clock.jsx", shared=True).importable_path
    tag = "LessonClock"

    elapsed_ms: rx.Var[int]
    duration_ms: rx.Var[int]
    running: rx.Var[bool]


lesson_clock = LessonClock.create
