"""Fixtures: a gateway for each test, since a settlement holds all that is open there; and our door for its webhooks."""

from collections.abc import Iterator

import pytest

from tests.integration.paying import door, gateway, webhooks
from tests.integration.sandbox.razorpay.running import Sandbox, running_sandbox

__all__ = ["door", "gateway", "webhooks"]


@pytest.fixture
def shared_gateway() -> Iterator[Sandbox]:
    """One that nobody has paid at yet."""
    with running_sandbox() as sandbox:
        yield sandbox
