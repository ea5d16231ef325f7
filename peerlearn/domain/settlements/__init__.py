"""Settlements: what the gateway has sent to our bank, and whether its books say what ours say."""

from peerlearn.domain.settlements.comparing import compare_daily
from peerlearn.domain.settlements.events import GatewayCompared
from peerlearn.domain.settlements.queries import last_compared

__all__ = ["GatewayCompared", "compare_daily", "last_compared"]
