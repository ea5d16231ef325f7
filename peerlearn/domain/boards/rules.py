"""What may be on a board, and which of two versions of an element stands.

Of one element the higher version stands, and of two with the same version the one with the lower nonce. That is
an order over all versions that anybody could draw, so whoever has seen the same ones, in whatever order and however
often, has the same picture.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

MOST_AT_ONCE = 200
MOST_ELEMENTS = 10_000  # of one page, the deleted ones too: they must not come back
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
LARGEST_ELEMENT = 64_000  # bytes of its JSON
LARGEST_NUMBER = 2**53 - 1  # as far as a browser counts
# No frames with other sites in them.
KINDS = {"rectangle", "diamond", "ellipse", "arrow", "line", "freedraw", "text", "frame"}
LINKS = ("https://", "http://")


@dataclass(frozen=True)
class Element:
    """One version of one element; `body` is its JSON text, which only the browsers read."""

    element_id: str
    version: int
    version_nonce: int
    body: str


def wins(challenger: tuple[int, int], standing: tuple[int, int]) -> bool:
    """Whether one (version, nonce) takes the place of another."""
    return challenger[0] > standing[0] or (challenger[0] == standing[0] and challenger[1] < standing[1])


def understood(batch: Any) -> list[Element]:
    """The well-formed elements of what a browser sent; the rest is dropped without a word."""
    if not isinstance(batch, list):
        return []
    return [element for one in batch[:MOST_AT_ONCE] if (element := _element(one)) is not None]


def _element(one: Any) -> Element | None:
    if not isinstance(one, dict) or one.get("type") not in KINDS:
        return None
    element_id, version, nonce, link = (one.get(part) for part in ("id", "version", "versionNonce", "link"))
    if not isinstance(element_id, str) or not ID.fullmatch(element_id) or not _is_count(version, 1):
        return None
    if not _is_count(nonce, 0) or not (link is None or (isinstance(link, str) and link.startswith(LINKS))):
        return None
    try:
        body = json.dumps(one, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    except (ValueError, RecursionError):
        return None
    return Element(element_id, version, nonce, body) if len(body) <= LARGEST_ELEMENT else None  # type: ignore[arg-type]


def _is_count(number: Any, least: int) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and least <= number <= LARGEST_NUMBER
