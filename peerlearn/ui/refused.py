"""Writes refusals into the audit log: those of the gate, and those of the domain about rows of other people."""

import logging
import time
from typing import Any

from peerlearn.domain import audit
from peerlearn.domain.accounts import Viewer
from peerlearn.kit.work import Work, act

log = logging.getLogger(__name__)

AGAIN_SECONDS = 60.0
MOST_REMEMBERED = 10_000

_noted: dict[tuple[str, str, str], float] = {}


async def note_refusal(state: Any, handler: str, viewer: Viewer | None, **why: str) -> None:
    """Audit that a call was refused: one row per tab, handler and reason in a while.

    A flood of refusals must not become a flood of writes.

    Args:
        state: the tab's state.
        handler: the full name of the handler that was called.
        viewer: who called, as far as known.
        why: the details to keep; never what was sent.
    """
    session = state.router.session
    key, now = (session.client_token, handler, str(why)), time.monotonic()
    if _noted.get(key, 0.0) > now:
        return
    if len(_noted) >= MOST_REMEMBERED:
        _noted.clear()
    _noted[key] = now + AGAIN_SECONDS
    log.warning("Refused %s", handler)
    await act(_record, handler, viewer, session.client_ip, why)


def _record(work: Work, handler: str, viewer: Viewer | None, ip: str, why: dict[str, str]) -> None:
    actor_id = viewer.user_id if viewer else None
    audit.record(work, "refused", actor_id=actor_id, target=handler.rpartition("state.")[2][:120], ip=ip, **why)
