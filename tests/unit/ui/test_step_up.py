"""What an admin pressed without a fresh proof waits for it, but not for long, and not once it was given up."""

import asyncio

import pytest
import reflex as rx
import time_machine
from reflex_base.event import Event

from peerlearn.kit import clock
from peerlearn.ui.step_up import WAITS_FOR, StepUpState

WANTED = Event(name="state.pay_out", payload={"form": {"amount": "500", "note": "ä"}})


def asked() -> StepUpState:
    """The state of a tab in which something was refused a moment ago."""
    state: StepUpState = asyncio.run(rx.State().get_state(StepUpState))  # type: ignore[arg-type]
    state._keep(WANTED)
    return state


def test_what_was_refused_waits_with_all_that_was_typed() -> None:
    assert asked()._waiting() == WANTED


@pytest.mark.parametrize(("share", "waits"), [(0.99, True), (1.01, False)])
def test_nobody_confirms_what_was_pressed_long_ago(share: float, waits: bool) -> None:
    state = asked()
    with time_machine.travel(clock.now() + WAITS_FOR * share):
        assert (state._waiting() is not None) == waits


def test_what_was_given_up_is_not_done_later() -> None:
    state = asked()
    state._forget()
    assert state._waiting() is None
