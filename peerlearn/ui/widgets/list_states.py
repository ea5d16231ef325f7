"""The four states of a list, as one part: on its way, there, empty, and could not be loaded.

A page keeps one var of `Listing` beside its list. An empty list alone is never drawn as a fact: before the first
answer it only means that nothing is known yet.
"""

from enum import StrEnum

import reflex as rx

from peerlearn.ui import theme
from peerlearn.ui.widgets.picture import picture
from peerlearn.ui.widgets.retry_button import retry_button
from peerlearn.ui.widgets.skeleton import skeleton_cards

NOT_LOADED = "This could not be loaded."
NOT_LOADED_MORE = "Nothing is lost. Please try once more."
REFERENCE = "Reference "


class Listing(StrEnum):
    """What a page knows of a list."""

    LOADING = "loading"
    READY = "ready"
    EMPTY = "empty"
    FAILED = "failed"

    @classmethod
    def of(cls, items: list) -> "Listing":
        """Of a list that has come."""
        return cls.READY if items else cls.EMPTY


def list_states(
    state: rx.Var[str],
    ready: rx.Component,
    *,
    empty: rx.Component,
    on_retry: rx.EventHandler | None = None,
    reference: rx.Var[str] | str = "",
    loading: rx.Component | None = None,
) -> rx.Component:
    """The part of a list's four that fits its state.

    Args:
        state: a var of `Listing`.
        ready: the list itself.
        empty: what to say instead, see `empty_state`.
        on_retry: the handler that asks again; without it people are told to reload.
        reference: under which the log knows why it could not be loaded.
        loading: blocks of the list's own size, when three cards are not it.
    """
    return rx.match(
        state,
        (Listing.READY.value, rx.el.div(ready, class_name="appear")),
        (Listing.EMPTY.value, rx.el.div(empty, class_name="appear")),
        (Listing.FAILED.value, failed_state(on_retry, reference)),
        loading or skeleton_cards(),
    )


def empty_state(words: str, *, more: str = "", drawing: str = "sessions", press: rx.Component | None = None):
    """An honest empty place: a drawing, one sentence, perhaps a second, and one thing to do."""
    return rx.el.div(
        picture(drawing, look="w-48"),
        rx.el.p(words, class_name=theme.SUBTITLE),
        rx.el.p(more, class_name=theme.QUIET + " max-w-sm") if more else rx.fragment(),
        press or rx.fragment(),
        class_name="flex flex-col items-center gap-3 rounded-3xl border border-line bg-surface px-5 py-8 text-center",
    )


def failed_state(on_retry: rx.EventHandler | None = None, reference: rx.Var[str] | str = "") -> rx.Component:
    """It could not be loaded, nothing is lost, and here is how to ask again."""
    known = rx.cond(reference != "", rx.el.p(REFERENCE, reference, class_name=theme.QUIET))
    retry = retry_button(str(on_retry.fn.__qualname__), on_retry) if on_retry else rx.fragment()
    shown = empty_state(NOT_LOADED, more=NOT_LOADED_MORE, drawing="error", press=rx.fragment(known, retry))
    return rx.el.div(shown, role="alert")
