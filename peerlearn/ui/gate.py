"""The one lock on every door: each event passes here before its handler runs, and undeclared ones never do.

Whose row it is (my booking? my room?) is decided in the domain action, in the transaction that changes it.
"""

import reflex as rx
from reflex.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from peerlearn.domain.accounts import Viewer
from peerlearn.ui.action import Needs
from peerlearn.ui.refused import note_refusal
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


class Gate(Middleware):
    """Deny by default."""

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """None lets the event through; an update is the whole answer to a refused one."""
        if event.name in FRAMEWORK_EVENTS:
            return None
        needs = declared_needs(event.name)
        viewer = await viewer_of(state)  # type: ignore[arg-type]
        if needs is not None and needs.admits(viewer):
            return None
        await note_refusal(state, event.name, viewer, needs=needs.value if needs else "undeclared")
        if needs is None:
            return StateUpdate()
        return StateUpdate(events=Event.from_event_type(rx.redirect(_way_out(state, viewer), replace=True)))


def declared_needs(event_name: str) -> Needs | None:
    """What a registered handler declared, or None when it declared nothing."""
    handler = RegistrationContext.get().event_handlers[event_name].handler
    return getattr(handler.fn, "needs", None)


def _way_out(state: BaseState, viewer: Viewer | None) -> str:
    if viewer is not None:
        return home_of(viewer)
    path = state.router.url.path
    return f"/sign-in/?next={path}" if path.startswith(("/session/", "/dashboard/")) else "/sign-in/"
