"""Which function does which kind of job."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peerlearn.kit.jobs.queue import Run

Handler = Callable[["Run"], None]
_handlers: dict[str, Handler] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """Declare the function that does jobs of this kind; it gets a `Run`."""

    def declare(handler: Handler) -> Handler:
        if kind in _handlers and _handlers[kind] is not handler:
            raise ValueError(f"two functions claim the job kind {kind!r}")
        _handlers[kind] = handler
        return handler

    return declare


def kinds() -> frozenset[str]:
    """Every kind that is known so far."""
    return frozenset(_handlers)


def handler_of(kind: str) -> Handler:
    """The function for a kind.

    Raises:
        LookupError: when no code knows this kind (a job from a newer release).
    """
    try:
        return _handlers[kind]
    except KeyError:
        raise LookupError(f"no code does jobs of the kind {kind!r}") from None
