"""Fixtures: withdrawals as they are without an account at RazorpayX."""

from tests.integration.paying import by_hand

__all__ = ["by_hand"]
