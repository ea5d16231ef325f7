"""Writes refusals into the audit log: those of the gate, and those of the domain about rows of other people."""

import logging
from typing import Any

from peerlearn.domain import audit
from peerlearn.domain.accounts import Viewer
from peerlearn.kit.pace import Pace, in_time
from peerlearn.kit.seldom import Seldom
from peerlearn.kit.work import Work, act

log = logging.getLogger(__name__)

_lately = Seldom(seconds=60.0)
NOTED = Pace(at_once=300, seconds_each=2)  # rows for one person or address


async def note_refusal(state: Any, handler: str, viewer: Viewer | None, **why: str) -> None:
    """Audit that a call was refused: one row per tab, handler and reason in a while.

    A flood of refusals must not become a flood of writes, and a visitor names their tabs as they like.

    Args:
        state: the tab's state.
        handler: the full name of the handler that was called.
        viewer: who called, as far as known.
        why: the details to keep; never what was sent.
    """
    session = state.router.session
    who = f"user:{viewer.user_id}" if viewer else session.client_ip
    if not _lately.first((session.client_token, handler, str(why))) or not in_time(who, "refused", NOTED):
        return
    log.warning("Refused %s", handler)
    await act(_record, handler, viewer, session.client_ip, why)


def _record(work: Work, handler: str, viewer: Viewer | None, ip: str, why: dict[str, str]) -> None:
    actor_id = viewer.user_id if viewer else None
    audit.record(work, "refused", actor_id=actor_id, target=handler.rpartition("state.")[2][:120], ip=ip, **why)
