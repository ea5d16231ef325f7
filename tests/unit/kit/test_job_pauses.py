"""How long a failed job waits before its next attempt."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from peerlearn.kit.jobs.queue import FIRST_PAUSE_SECONDS, LEASE, LONGEST_PAUSE_SECONDS, MOST_ATTEMPTS, pause_after

attempts = st.integers(1, 200)


@given(attempts)
def test_never_waits_longer_than_the_longest_pause(attempt: int) -> None:
    assert timedelta(0) <= pause_after(attempt) <= timedelta(seconds=LONGEST_PAUSE_SECONDS)


@given(st.integers(1, MOST_ATTEMPTS))
def test_the_ceiling_doubles_with_each_attempt(attempt: int) -> None:
    ceiling = timedelta(seconds=FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))

    assert max(pause_after(attempt) for _ in range(100)) <= ceiling


def test_a_restart_of_what_a_job_needs_is_outlived() -> None:
    ceilings = [min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**n) for n in range(MOST_ATTEMPTS - 1)]

    assert sum(ceilings) / 2 > 120, "on average, in seconds"


def test_what_a_dead_worker_had_in_hand_is_taken_over_within_half_a_minute() -> None:
    assert LEASE.total_seconds() <= 30


@given(attempts)
def test_jobs_that_failed_together_come_back_apart(attempt: int) -> None:
    pauses = {pause_after(attempt) for _ in range(20)}

    assert len(pauses) == 20
