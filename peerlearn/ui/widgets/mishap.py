"""What people see when a page of ours breaks in their browser, and how we hear of it."""

import logging
import re

import reflex as rx

from peerlearn.ui.action import Needs, action
from peerlearn.ui.pace import Pace

log = logging.getLogger(__name__)

WORDS = {
    "title": "Something went wrong on our side",
    "more": "Nothing that was saved is lost. Loading the page again usually helps.",
    "reload": "Load the page again",
    "home": "To the start page",
    "reference": "If it happens again, tell us this reference: {reference}",
}
LONGEST_NOTE = 300
A_REFERENCE = re.compile(r"[0-9a-f]{8}")


class MishapState(rx.State):
    """Hears of pages that broke."""

    @action(needs=Needs.ANYONE, pace=Pace(at_once=3, seconds_each=60))
    async def note(self, reference: str, what: str):
        """Log what a browser says went wrong: a stranger's words, so they are cut and stay in one line."""
        if A_REFERENCE.fullmatch(reference):
            log.error("A page broke in a browser (reference %s): %.*r", reference, LONGEST_NOTE, what)


class Mishap(rx.Component):
    """Wraps everything."""

    library = rx.asset("mishap.jsx", shared=True).importable_path
    tag = "Mishap"
    lib_dependencies: list[str] = []

    words: rx.Var[dict[str, str]]

    on_mishap: rx.EventHandler[rx.event.passthrough_event_spec(str, str)]


def mishap(stateful: bool) -> rx.Component:
    """Round the whole app; pages without a state have nobody to tell."""
    told = {"on_mishap": MishapState.note} if stateful else {}
    return Mishap.create(words=WORDS, **told)
