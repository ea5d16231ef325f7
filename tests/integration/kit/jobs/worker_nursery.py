"""A process that has imported everything already and forks workers on demand, so that a test can kill fifty of them.

One line on its input, one more worker: its pid is the answer. What the workers do leaves two traces: a line in a
file when a job is begun, and a row in the database of the product, written together with the mark that it is done.
"""

import os
import random
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from peerlearn.kit.jobs import Run, Runner, enqueue, job, queue, runner
from peerlearn.kit.work import Work, unit_of_work

DELIVERIES = Path(os.environ["DELIVERIES"])
SABOTAGE = os.environ.get("SABOTAGE", "")

# The product waits for half a minute; a test does not.
queue.LEASE = timedelta(seconds=1.0)
queue.FIRST_PAUSE_SECONDS = 0.02
queue.LONGEST_PAUSE_SECONDS = 0.5
runner.IDLE_SECONDS = 0.02


@job("ordinary")
def do_ordinary(run: Run) -> None:
    """Does a thing, and causes a follow-up, exactly once each."""
    _write_down("begun", run)
    if SABOTAGE == "mark before doing":
        with run.finish():
            pass
    time.sleep(random.uniform(0.005, 0.04))
    if SABOTAGE == "mark before doing":
        with unit_of_work() as work:
            _leave_effect(work, run)
        return
    with run.finish() as work:
        _leave_effect(work, run)
        enqueue(work, "follow-up", key=f"after {run.key}")


@job("follow-up")
def do_follow_up(run: Run) -> None:
    """What an ordinary job causes."""
    _write_down("begun", run)
    with run.finish() as work:
        _leave_effect(work, run)


@job("slow at first")
def do_slowly_at_first(run: Run) -> None:
    """Its first attempt outlives its lease, so that two runs of it are at work at once."""
    _write_down("begun", run)
    if run.attempt == 1:
        time.sleep(queue.LEASE.total_seconds() * 3)
    try:
        with run.finish() as work:
            _leave_effect(work, run)
    finally:
        _write_down("ended", run)


@job("poison")
def do_poison(run: Run) -> None:
    """Always fails."""
    _write_down("begun", run)
    raise ValueError("poison")


@job("killer")
def do_killer(run: Run) -> None:
    """Ends its worker, each time."""
    _write_down("begun", run)
    os.kill(os.getpid(), signal.SIGKILL)


def _write_down(what: str, run: Run) -> None:
    line = f"{what}\t{run.key}\n".encode()
    book = os.open(DELIVERIES, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(book, line)
    os.close(book)


def _leave_effect(work: Work, run: Run) -> None:
    work.db.connection().execute(text("INSERT INTO effects (key) VALUES (:key)"), {"key": run.key})


def _work() -> None:
    if SABOTAGE == "no fence":
        queue._settle = _settle_without_fence
    random.seed()
    Runner().start()
    while True:
        signal.pause()


def _settle_without_fence(work: Work, run: Run, **values: object) -> bool:
    named = {"id": run.job_id, "state": str(values.get("state", "running"))}
    work.db.connection().execute(text("UPDATE jobs SET state = :state WHERE id = :id"), named)
    return True


def main() -> None:
    """Fork a worker for each line read, until the input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for _line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _work()
        print(pid, flush=True)


if __name__ == "__main__":
    main()
