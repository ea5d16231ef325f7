"""@action: an event handler that says who may call it, explains refusals, and never shows a stack trace.

Every handler of every state is a public door. `needs` is its lock; the gate (gate.py) turns away whoever does
not fit before the handler runs, and turns everybody away from a handler that declares nothing.
"""

import enum
import functools
import inspect
import logging
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any, get_type_hints

import reflex as rx

from peerlearn.domain.accounts import Role, Viewer
from peerlearn.kit import clock, ids, untrusted
from peerlearn.kit.refusal import Incomplete, Refusal
from peerlearn.kit.work import Busy, NoRoom, tell_when_slow
from peerlearn.ui import in_progress, live
from peerlearn.ui.pace import Pace, in_time
from peerlearn.ui.refused import note_refusal
from peerlearn.ui.viewer import viewer_of

log = logging.getLogger(__name__)

POP_UPS_KEPT = 3
NEWS_FOR_SECONDS = 10.0  # on the next page too: what was said just before it opened
ASKING_FOR_SECONDS = 600.0  # the same of messages that ask for something
OUT_OF_DATE = "This page is out of date. Please reload it."
NO_ROOM = "PeerLearn has no room left to save this. Nothing was changed; please try again in a while."
BUSY = "PeerLearn is very busy just now. Nothing was lost; please try again in a minute."
TOO_FAST = "That was too quick. Please wait a moment and try again."
OUR_FAULT = "Something went wrong on our side. Nothing was lost; please try again. (Reference {reference})"


class TooFast(Refusal):
    """More calls than any person makes (`Pace`)."""

    message = TOO_FAST
    audited = True


class Needs(enum.Enum):
    """Who may call a handler."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    LEARNER = "learner"
    MENTOR = "mentor"
    EITHER = "learner or mentor"
    ADMIN = "admin"
    FRESH_ADMIN = "admin who has shown the second factor lately"

    def admits(self, viewer: Viewer | None) -> bool:
        """Whether this person, or visitor, may."""
        if self is Needs.ANYONE:
            return True
        if viewer is None:
            return False
        if self is Needs.FRESH_ADMIN and not viewer.proved_lately(clock.now()):
            return False
        return self is Needs.SIGNED_IN or viewer.role in _ROLES[self]


_ROLES = {
    Needs.LEARNER: (Role.LEARNER,),
    Needs.MENTOR: (Role.MENTOR,),
    Needs.EITHER: (Role.LEARNER, Role.MENTOR),
    Needs.ADMIN: (Role.ADMIN,),
    Needs.FRESH_ADMIN: (Role.ADMIN,),
}


@dataclass(frozen=True)
class PopUp:
    """One message to the person, drawn by widgets/pop_ups.py; `tone` is "good", "plain" or "error".

    With a `link` it asks for something: it then stays until it is answered or closed.
    """

    pop_up_id: str
    message: str
    tone: str
    link: str = ""
    link_words: str = ""
    sound: bool = False


class PopUpState(rx.State):
    """The messages waiting to be shown in this tab."""

    pop_ups: list[PopUp] = []
    saving: bool = False  # shown while a change waits for others to be done with the database (`live.paint`)
    _said_at: dict[str, float] = {}  # seconds of the clock, by the message's id


async def forget_old_messages(state: rx.State) -> None:
    """Keep for the page that opens now what was said just before it did, and nothing older."""
    shown = await state.get_state(PopUpState)
    now, said_at = time.time(), shown._said_at
    kept = [
        one
        for one in shown.pop_ups
        if now - said_at.get(one.pop_up_id, 0) < (ASKING_FOR_SECONDS if one.link else NEWS_FOR_SECONDS)
    ]
    if kept != shown.pop_ups:
        shown.pop_ups = kept
    shown._said_at = {one.pop_up_id: said_at[one.pop_up_id] for one in kept}


async def say(
    state: rx.State, message: str, *, tone: str = "plain", link: str = "", link_words: str = "", sound: bool = False
) -> None:
    """Show the person a message; with a sound, when it tells of something that somebody else did."""
    shown = await state.get_state(PopUpState)
    said = PopUp(ids.short_id(), message, tone, link, link_words, sound)
    shown.pop_ups = [*shown.pop_ups, said][-POP_UPS_KEPT:]
    shown._said_at = {**shown._said_at, said.pop_up_id: time.time()}


def action(
    *, needs: Needs, pace: Pace | None = None, once: bool = False, quiet: bool = False
) -> Callable[[Callable[..., Any]], Any]:
    """Make a method of a state an event handler that only `needs` may call, no faster than `pace`.

    With `once` the same call, made again while it is in hand, is not made (once.py). `quiet` is what the page does by
    itself and again until it is done: nobody is told that it waits for the database.
    """

    def declare(handler: Callable[..., Any]) -> Any:
        whole = inspect.signature(handler)
        signature = whole.replace(parameters=list(whole.parameters.values())[1:])
        hints = get_type_hints(handler)

        @functools.wraps(handler)
        async def answered(self: Any, /, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
            tab = self.router.session.client_token
            tell_when_slow(None if quiet else functools.partial(live.paint, tab, PopUpState, "saving"))
            try:
                if pace is not None and not await in_time(self, handler.__qualname__, pace):
                    raise TooFast()
                sent = untrusted.arguments(signature, hints, *args, **kwargs)
                async for step in _steps(handler(self, *sent.args, **sent.kwargs)):
                    yield step
            except untrusted.Unusable:
                await say(self, OUT_OF_DATE, tone="error")
            except Refusal as refusal:
                await _explain(self, handler.__name__, refusal)
            except Busy:
                if not quiet:
                    await say(self, BUSY, tone="error")
            except NoRoom:
                await say(self, NO_ROOM, tone="error")
            except Exception:
                reference = ids.short_id()
                log.exception("Handler %s failed (reference %s)", handler.__qualname__, reference)
                await say(self, OUR_FAULT.format(reference=reference), tone="error")
            finally:
                if once:
                    name = f"{type(self).get_full_name()}.{handler.__name__}"
                    in_progress.end(tab, name)

        answered.needs = needs  # type: ignore[attr-defined]
        answered.once = once  # type: ignore[attr-defined]
        # Whether its arguments are numbers of rows: then no tab's state decides what it is about.
        names = signature.parameters
        answered.says_all = bool(names) and all(hints.get(name) is int for name in names)  # type: ignore[attr-defined]
        return rx.event(answered)

    return declare


async def _steps(result: Any) -> AsyncIterator[Any]:
    """The steps of a handler, whether it returns once or yields several times."""
    if inspect.isasyncgen(result):
        async for step in result:
            yield step
    else:
        yield await result


async def _explain(state: Any, handler: str, refusal: Refusal) -> None:
    """A refusal in words; beside the fields, when the page has a place for that."""
    if refusal.audited:
        name = f"{type(state).get_full_name()}.{handler}"
        await note_refusal(state, name, await viewer_of(state), refusal=type(refusal).__name__)
    if isinstance(refusal, Incomplete) and "problems" in type(state).vars:
        state.problems = refusal.problems
    await say(state, refusal.message, tone="error")
