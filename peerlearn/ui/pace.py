"""How often one person may call a handler that costs something or reaches somebody else."""

from typing import Any

from peerlearn.kit import pace as kit
from peerlearn.kit.pace import Pace
from peerlearn.ui.viewer import viewer_of

__all__ = ["Pace", "in_time"]


async def in_time(state: Any, handler: str, pace: Pace) -> bool:
    """Whether whoever is behind a tab may call a handler again already; visitors are told apart by their address."""
    viewer = await viewer_of(state)
    caller = f"user:{viewer.user_id}" if viewer else state.router.session.client_ip
    return kit.in_time(caller, handler, pace)
