"""Fixtures: a gateway of its own process, or no account to pay out from, and our door for its webhooks."""

from tests.integration.paying import by_hand, door, gateway, shared_gateway, webhooks

__all__ = ["by_hand", "door", "gateway", "shared_gateway", "webhooks"]
