"""Durable jobs: work that must happen after a transaction, written in that same transaction.

`enqueue` inside a unit of work, `@job("kind")` on the function that does it, a `Runner` in every worker.
A job runs at least once; what it does outside must be idempotent by a key of its own, what it records inside
is committed together with the mark that it is done, and only while this run still holds the lease.
"""

from peerlearn.kit.jobs.housekeeping import DONE_KEPT, failed_for_good, forget_done
from peerlearn.kit.jobs.queue import GIVEN_UP_TOPIC, LEASE, MOST_ATTEMPTS, LeaseLost, Run, enqueue, run_again
from peerlearn.kit.jobs.registry import handler_of, job
from peerlearn.kit.jobs.runner import Runner, run_next
from peerlearn.kit.jobs.tables import Job, JobState

__all__ = [
    "DONE_KEPT",
    "GIVEN_UP_TOPIC",
    "LEASE",
    "MOST_ATTEMPTS",
    "Job",
    "JobState",
    "LeaseLost",
    "Run",
    "Runner",
    "enqueue",
    "failed_for_good",
    "forget_done",
    "handler_of",
    "job",
    "run_again",
    "run_next",
]
