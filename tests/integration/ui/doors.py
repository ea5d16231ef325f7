"""Every handler that the registry knows, and what an attacker would pass to each: made from its signature."""

import inspect
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from reflex_base.registry import RegisteredEventHandler, RegistrationContext

from peerlearn.ui.action import Needs
from peerlearn.ui.gate import FRAMEWORK_EVENTS
from tests.integration.ui.cast import Cast

HUGE = "x" * 100_000
GARBAGE: tuple[Any, ...] = (None, True, -1, 2**63, 10**400, 0.5, "", "\x00", "\ud800", HUGE, [], [[]], {}, {"id": [1]})


@dataclass(frozen=True)
class Door:
    """One handler of one state, by its full name."""

    name: str
    registered: RegisteredEventHandler

    @property
    def needs(self) -> Needs | None:
        """What it declares."""
        return getattr(self.registered.handler.fn, "needs", None)

    @property
    def ours(self) -> bool:
        """Whether we wrote it; the framework has some of its own, and adds a `setvar` to each of our states."""
        return not self.registered.handler.fn.__module__.startswith("reflex")

    @property
    def parameters(self) -> dict[str, Any]:
        """Its arguments and their types, without the state."""
        function = self.registered.handler.fn
        hints = get_type_hints(function)
        return {name: hints.get(name, Any) for name in list(inspect.signature(function).parameters)[1:]}


def every_door(registry: Mapping[str, RegisteredEventHandler] | None = None) -> list[Door]:
    """All of them, the framework's too; of the product itself unless another registry is given."""
    if registry is None:
        import peerlearn.peerlearn  # noqa: F401  (fills the registry)

        registry = RegistrationContext.get().event_handlers
    return [Door(name, registered) for name, registered in sorted(registry.items())]


def undeclared(doors: list[Door]) -> list[str]:
    """The handlers that somebody forgot to lock."""
    return [door.name for door in doors if door.ours and door.needs is None]


def gated(doors: list[Door]) -> list[Door]:
    """Those that the gate decides about: all but the framework's own boot."""
    return [door for door in doors if door.name not in FRAMEWORK_EVENTS]


def likely(door: Door, cast: Cast) -> Iterator[dict[str, Any]]:
    """Well-formed calls that name what belongs to the two."""
    columns = [list(_likely(hint, cast)) for hint in door.parameters.values()]
    if not columns:
        yield {}
        return
    for row in range(max(map(len, columns))):
        yield {name: column[row % len(column)] for name, column in zip(door.parameters, columns, strict=True)}


def malformed(door: Door, cast: Cast) -> Iterator[dict[str, Any]]:
    """Calls that no page of ours makes: wrong types, too few, too many, too large."""
    proper = next(likely(door, cast))
    yield {}
    yield {**proper, "nobody_asked": 1}
    for name, odd in itertools.product(door.parameters, GARBAGE):
        yield {**proper, name: odd}


def _likely(hint: Any, cast: Cast) -> list[Any]:
    if hint is int:
        return cast.numbers
    if hint is str:
        return cast.texts
    if hint is bool:
        return [True, False]
    if hint is float:
        return [1.0]
    origin = getattr(hint, "__origin__", hint)
    if origin is list:
        inner = getattr(hint, "__args__", (Any,))[0]
        return [[one] for one in _likely(inner, cast)]
    if origin is dict or hint is Any:
        return list(_forms(cast))
    raise AssertionError(f"teach tests/integration/ui/doors.py a likely value of type {hint}")


def _forms(cast: Cast) -> Iterator[dict[str, Any]]:
    """Forms with what the handlers of sites usually look for; unknown fields do no harm."""
    for number, text in zip(cast.numbers, itertools.cycle(cast.texts), strict=False):
        ids = {
            f"{noun}_id": number
            for noun in ("booking", "offering", "session", "payment", "user", "mentor", "gift", "package", "purchase")
        }
        names = {"room_id": cast.room_id, "order_id": text, "email": text, "sender": text, "receiver": text}
        yield {"id": number, **ids, **names, "n": 1, "kind": "offer", "body": "{}", "stars": "5", "comment": "hacked"}
