"""The one lock on every door: each event passes here before its handler runs, and undeclared ones never do.

Whose row it is (my booking? my room?) is decided in the domain action, in the transaction that changes it.
"""

import reflex as rx
from reflex.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from peerlearn.domain.accounts import Viewer
from peerlearn.ui import in_progress, live
from peerlearn.ui.action import Needs
from peerlearn.ui.intent import carried, here
from peerlearn.ui.refused import note_refusal
from peerlearn.ui.step_up import StepUpState
from peerlearn.ui.viewer import home_of, viewer_of

# What the framework itself must send: the first picture of a page, and its on_load chain.
FRAMEWORK_EVENTS = frozenset(
    {
        "reflex___state____state.hydrate",
        "reflex___state____state.hydrate_and_load",
        "reflex___state____state.set_is_hydrated",
        "reflex___state____state.reflex___state____on_load_internal_state.on_load_internal",
        "reflex___state____state.reflex___state____on_load_internal_state.set_is_hydrated",
    }
)
PICTURES = frozenset({"reflex___state____state.hydrate", "reflex___state____state.hydrate_and_load"})
MOST_REMEMBERED = 50_000


class TabState(rx.State):
    """For whom this tab's state was filled: a user's id, 0 for a visitor."""

    _whose: int = 0


class Gate(Middleware):
    """Deny by default."""

    def __init__(self) -> None:
        self._known_sockets: set[str] = set()

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """None lets the event through; an update is the whole answer to a refused one."""
        await self._empty_for_the_next(state, event)
        if event.name in FRAMEWORK_EVENTS:
            await self._keep_nothing_of_the_browsers(state, event)
            return None
        needs = declared_needs(event.name)
        viewer = await viewer_of(state)  # type: ignore[arg-type]
        if needs is not None and needs.admits(viewer):
            return None
        in_progress.end(state.router.session.client_token, event.name)
        await note_refusal(state, event.name, viewer, needs=needs.value if needs else "undeclared")
        if needs is None:
            return StateUpdate()
        if needs is Needs.FRESH_ADMIN and Needs.ADMIN.admits(viewer):
            (await state.get_state(StepUpState))._keep(event)
            return StateUpdate(events=Event.from_event_type(StepUpState.ask))
        return StateUpdate(events=Event.from_event_type(rx.redirect(_way_out(state, viewer), replace=True)))

    async def _keep_nothing_of_the_browsers(self, state: BaseState, event: Event) -> None:
        """Take no var from a browser's storage: no state of ours keeps one there, so whoever sends one forged it."""
        if event.payload.pop("vars", None):
            await note_refusal(state, event.name, await viewer_of(state), sent="storage vars")  # type: ignore[arg-type]

    async def _empty_for_the_next(self, state: BaseState, event: Event) -> None:
        """Start a tab anew when another person has it: after signing out and in, or with a stolen tab's name.

        A tab's state outlives its socket, so it is looked at with the first event of each socket, and before
        each whole picture of it that is sent.
        """
        socket = state.router.session.session_id
        if socket in self._known_sockets and event.name not in PICTURES:
            return
        viewer = await viewer_of(state)  # type: ignore[arg-type]
        whose = viewer.user_id if viewer else 0
        tab = await state.get_state(TabState)
        if tab._whose != whose:
            live.stop_watching(state)
            state._get_root_state().reset()
            tab._whose = whose
        if len(self._known_sockets) >= MOST_REMEMBERED:
            self._known_sockets.clear()
        self._known_sockets.add(socket)


def declared_needs(event_name: str) -> Needs | None:
    """What a registered handler declared, or None when it declared nothing."""
    handler = RegistrationContext.get().event_handlers[event_name].handler
    return getattr(handler.fn, "needs", None)


def _way_out(state: BaseState, viewer: Viewer | None) -> str:
    if viewer is not None:
        return home_of(viewer)
    return "/sign-in/" + carried(here(state))
