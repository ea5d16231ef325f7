"""What strangers send, turned into values that every database can store and every browser can be sent.

JSON from a browser may hold things that break whoever reads them next: NUL characters (PostgreSQL stores none),
halves of characters (nobody can encode them), numbers that are none, whole numbers of a thousand digits.
"""

import inspect
import math
import re
import types
from collections.abc import Mapping
from typing import Any, Union, get_args, get_origin

# Beyond it a browser no longer tells neighbours apart.
LARGEST_WHOLE = 2**53 - 1
DEEPEST = 8
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


class Unusable(ValueError):
    """No page of ours sends this."""


def arguments(
    signature: inspect.Signature, hints: Mapping[str, Any], /, *args: Any, **kwargs: Any
) -> inspect.BoundArguments:
    """The arguments of a call, made harmless and of the types that the signature asks for.

    Args:
        signature: what is called, without its owner.
        hints: the types of its parameters.
        args: what was sent by position.
        kwargs: what was sent by name.

    Raises:
        Unusable: when something is missing, too much, or of another type.
    """
    try:
        bound = signature.bind(*args, **kwargs)
    except TypeError as trouble:
        raise Unusable(str(trouble)) from None
    for name, sent in bound.arguments.items():
        value = harmless(sent)
        if not fits(value, hints.get(name, Any)):
            raise Unusable(f"{name} is not what was asked for")
        bound.arguments[name] = value
    return bound


def harmless(value: Any, *, depth: int = 0) -> Any:
    """A JSON value without the characters that cannot be stored.

    Raises:
        Unusable: for what JSON does not have, numbers out of range, and nesting that no form has.
    """
    if depth > DEEPEST:
        raise Unusable("nested too deeply")
    if isinstance(value, str):
        return harmless_text(value)
    if isinstance(value, list):
        return [harmless(one, depth=depth + 1) for one in value]
    if isinstance(value, dict):
        return {harmless_text(str(name)): harmless(one, depth=depth + 1) for name, one in value.items()}
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) <= LARGEST_WHOLE:
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    raise Unusable(f"a {type(value).__name__} that cannot be used")


def harmless_text(text: str) -> str:
    """Text with a visible mark in the place of each character that cannot be stored or sent."""
    return _UNSTORABLE.sub(_REPLACEMENT, text)


def fits(value: Any, hint: Any) -> bool:
    """Whether a JSON value is of a type, as handlers write them: plain ones, lists, dicts, unions, Any."""
    if hint is Any:
        return True
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return any(fits(value, one) for one in inner)
    if origin is list:
        return isinstance(value, list) and all(fits(one, inner[0]) for one in value)
    if origin is dict:
        return isinstance(value, dict) and all(fits(one, inner[1]) for one in value.values())
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return hint in (str, bool, list, dict, type(None)) and isinstance(value, hint)
