"""Fixtures: a gateway shared by the tests of one file, and one that tells a merchant what happens."""

from collections.abc import Iterator

import pytest

from tests.integration.sandbox.razorpay.running import (
    Merchant,
    Sandbox,
    listening_merchant,
    running_sandbox,
)

PLENTY = 1_000_000_000


@pytest.fixture(scope="module")
def shared_sandbox() -> Iterator[Sandbox]:
    """One process for a whole file; every test makes orders of its own."""
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared_sandbox: Sandbox) -> Iterator[Sandbox]:
    """The shared gateway, with every lever put back afterwards."""
    yield shared_sandbox
    shared_sandbox.control("DELETE", "faults")
    shared_sandbox.control("PUT", "refunds", settle="at_once")
    shared_sandbox.control("PUT", "webhooks", enabled=True, copies=1, signing="right", newest_first=False)
    shared_sandbox.control("PUT", "checkout")
    shared_sandbox.control("PUT", "payouts", settle="at_once", approval=False, balance=PLENTY)


@pytest.fixture
def merchant() -> Iterator[Merchant]:
    """A server that takes webhooks."""
    with listening_merchant() as merchant:
        yield merchant


@pytest.fixture
def telling_sandbox(merchant: Merchant) -> Iterator[Sandbox]:
    """A gateway that tells the merchant what happens."""
    with running_sandbox(webhook_url=merchant.url) as sandbox:
        yield sandbox
