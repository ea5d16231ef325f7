"""The one lock on every door: each event passes here before its handler runs, and undeclared ones never do.

Whose row it is (my booking? my room?) is decided in the domain action, in the transaction that changes it.
"""

import logging
import time
from typing import Any

import reflex as rx
from reflex.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from peerlearn.domain import audit
from peerlearn.domain.accounts import Viewer
from peerlearn.kit.work import Work, act
from peerlearn.ui.action import Needs
from peerlearn.ui.viewer import home_of, viewer_of

log = logging.getLogger(__name__)

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
AUDIT_AGAIN_SECONDS = 60.0
MOST_REMEMBERED = 10_000


class Gate(Middleware):
    """Deny by default."""

    def __init__(self) -> None:
        self._audited: dict[tuple[str, str], float] = {}

    async def preprocess(self, app: rx.App, state: BaseState, event: Event) -> StateUpdate | None:
        """None lets the event through; an update is the whole answer to a refused one."""
        if event.name in FRAMEWORK_EVENTS:
            return None
        needs = declared_needs(event.name)
        viewer = await viewer_of(state)  # type: ignore[arg-type]
        if needs is not None and needs.admits(viewer):
            return None
        await self._audit(state, event.name, needs, viewer)
        if needs is None:
            return StateUpdate()
        return StateUpdate(events=Event.from_event_type(rx.redirect(_way_out(state, viewer), replace=True)))

    async def _audit(self, state: BaseState, name: str, needs: Needs | None, viewer: Viewer | None) -> None:
        """One row per tab and handler in a while: a flood of refusals must not become a flood of writes."""
        session = state.router.session
        key, now = (session.client_token, name), time.monotonic()
        if self._audited.get(key, 0.0) > now:
            return
        if len(self._audited) >= MOST_REMEMBERED:
            self._audited.clear()
        self._audited[key] = now + AUDIT_AGAIN_SECONDS
        log.warning("Refused %s", name)
        wanted = needs.value if needs else "undeclared"
        await act(_record_refusal, name, wanted, viewer, session.client_ip)


def declared_needs(event_name: str) -> Needs | None:
    """What a registered handler declared, or None when it declared nothing."""
    handler = RegistrationContext.get().event_handlers[event_name].handler
    return getattr(handler.fn, "needs", None)


def _way_out(state: BaseState, viewer: Viewer | None) -> str:
    if viewer is not None:
        return home_of(viewer)
    path = state.router.url.path
    return f"/sign-in/?next={path}" if path.startswith(("/session/", "/dashboard/")) else "/sign-in/"


def _record_refusal(work: Work, name: str, needs: str, viewer: Viewer | None, ip: str) -> None:
    actor: Any = viewer.user_id if viewer else None
    audit.record(work, "refused", actor_id=actor, target=name.rpartition("state.")[2][:120], ip=ip, needs=needs)
