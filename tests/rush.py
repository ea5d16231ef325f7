"""Many threads that do something at the same moment."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from peerlearn.kit.work import Work, unit_of_work

R = TypeVar("R")


def all_at_once(deeds: Sequence[Callable[[Work], R]]) -> list[R | BaseException]:
    """What each deed returned or raised; each has a thread and a unit of work of its own."""
    start = threading.Barrier(len(deeds))

    def do(deed: Callable[[Work], R]) -> R:
        start.wait(30)
        with unit_of_work() as work:
            return deed(work)

    with ThreadPoolExecutor(len(deeds)) as threads:
        outcomes: list[Any] = [threads.submit(do, deed) for deed in deeds]
    return [outcome.exception() or outcome.result() for outcome in outcomes]
