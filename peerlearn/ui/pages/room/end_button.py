"""The button that ends the session for both, or takes the learner out of the room."""

from typing import Any

import reflex as rx

from peerlearn.ui.pages.room import FILES

WORDS = {
    "end": "End session",
    "leave": "Leave",
    "ending": "Ending for both in",
    "keep_going": "Keep going",
}


class EndButton(rx.Component):
    """One press; what ends for both waits a few seconds for second thoughts."""

    library = FILES["end_button.jsx"]
    tag = "EndButton"

    name: rx.Var[str]  # its id: there may be one above and one below
    for_both: rx.Var[bool]
    words: rx.Var[dict[str, str]]
    on_end: rx.EventHandler[rx.event.no_args_event_spec]

    @classmethod
    def create(cls, *children: Any, **props: Any) -> rx.Component:
        """The button with our words, unless the page has others."""
        return super().create(*children, **{"words": WORDS, **props})
