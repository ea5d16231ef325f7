"""Fixtures: withdrawals as they are without an account at RazorpayX, and a gateway for those that have one."""

import dataclasses

import pytest

from peerlearn.domain.payouts import razorpayx_gateway
from peerlearn.settings import settings
from tests.integration.paying import door, gateway, shared_gateway, webhooks

__all__ = ["door", "gateway", "shared_gateway", "webhooks"]


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """No account to pay out from: admins send withdrawals themselves."""
    monkeypatch.setattr(razorpayx_gateway, "settings", dataclasses.replace(settings, razorpayx_account_number=""))
