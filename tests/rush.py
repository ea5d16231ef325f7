"""Many threads that do something at the same moment."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from peerlearn.kit.work import Work, unit_of_work

R = TypeVar("R")


def all_at_once(deeds: Sequence[Callable[[Work], R]], took: list[float] | None = None) -> list[R | BaseException]:
    """What each deed returned or raised; each has a thread and a unit of work of its own.

    Args:
        deeds: what is done, all at the same moment.
        took: gets the seconds that each had to wait for its answer.
    """
    start = threading.Barrier(len(deeds))

    def do(deed: Callable[[Work], R]) -> R:
        start.wait(30)
        began = time.monotonic()
        try:
            with unit_of_work() as work:
                return deed(work)
        finally:
            if took is not None:
                took.append(time.monotonic() - began)

    with ThreadPoolExecutor(len(deeds)) as threads:
        outcomes: list[Any] = [threads.submit(do, deed) for deed in deeds]
    return [outcome.exception() or outcome.result() for outcome in outcomes]
