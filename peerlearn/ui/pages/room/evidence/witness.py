"""The witness's Python face: nothing to see, only reports."""

import reflex as rx

from peerlearn.ui.pages.room.evidence import FILES
from peerlearn.ui.pages.room.evidence.state import EvidenceState


class Witness(rx.Component):
    """Watches the call of this page and says how the line was."""

    library = FILES["witness.jsx"]
    tag = "Witness"

    on_outage: rx.EventHandler[rx.event.passthrough_event_spec(str, int)]
    on_minute: rx.EventHandler[rx.event.passthrough_event_spec(int, int, int, int)]


def witness() -> rx.Component:
    """The witness of the call at this address."""
    return Witness.create(on_outage=EvidenceState.report_outage, on_minute=EvidenceState.report_minute)
