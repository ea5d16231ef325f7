"""Fixtures: a gateway of its own process, and our door for its webhooks."""

from tests.integration.paying import door, gateway, shared_gateway, webhooks

__all__ = ["door", "gateway", "shared_gateway", "webhooks"]
