"""Fixtures: withdrawals as they are without an account at RazorpayX, and a gateway for those that have one."""

from tests.integration.paying import by_hand, door, gateway, shared_gateway, webhooks

__all__ = ["by_hand", "door", "gateway", "shared_gateway", "webhooks"]
