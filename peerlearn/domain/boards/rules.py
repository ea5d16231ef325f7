"""What may be on a board, and which of two versions of an element stands.

Of one element the higher version stands, and of two with the same version the one with the lower nonce. That is
an order over all versions that anybody could draw, so whoever has seen the same ones, in whatever order and however
often, has the same picture.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peerlearn.domain.boards import board_pictures

MOST_AT_ONCE = 200
MOST_ELEMENTS = 10_000  # of one page, the deleted ones too: they must not come back
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
LARGEST_ELEMENT = 64_000  # bytes of its JSON
MOST_BYTES = 32_000_000  # of one page: 5,000 elements of 6,400 bytes, where a stroke of 100 points has about 3,000
MOST_BYTES_TO_DELETE = MOST_BYTES + 1_000_000  # a full page can always be cleared: a mark of deletion adds some bytes
LARGEST_NUMBER = 2**53 - 1  # as far as a browser counts
HIGHEST_VERSION = 1_000_000  # nobody changes a thing so often; above it nobody else could
FARTHEST = 1e7  # from the middle of the board, in its own units
# No frames with other sites in them.
KINDS = {"rectangle", "diamond", "ellipse", "arrow", "line", "freedraw", "text", "frame", "image"}
POINTED = {"arrow", "line", "freedraw"}
TEXTS = (
    "text",
    "originalText",
    "name",
    "strokeColor",
    "backgroundColor",
    "fillStyle",
    "strokeStyle",
    "index",
    "frameId",
)
NUMBERS = ("angle", "strokeWidth", "roughness", "opacity", "fontSize", "fontFamily", "lineHeight")
LINKS = ("https://", "http://")


@dataclass(frozen=True)
class Element:
    """One version of one element; `body` is its JSON text, which only the browsers read."""

    element_id: str
    version: int
    version_nonce: int
    body: str
    deleted: bool = False


def fits(element: Element, *, instead_of: int, elements: int, size: int) -> bool:
    """Whether a page of so many elements and bytes takes an element, which grows from `instead_of` bytes (0: new)."""
    if not instead_of and elements >= MOST_ELEMENTS:
        return False
    growth = len(element.body) - instead_of
    return growth <= 0 or size + growth <= (MOST_BYTES_TO_DELETE if element.deleted else MOST_BYTES)


def wins(challenger: tuple[int, int], standing: tuple[int, int]) -> bool:
    """Whether one (version, nonce) takes the place of another."""
    return challenger[0] > standing[0] or (challenger[0] == standing[0] and challenger[1] < standing[1])


def understood(batch: Any) -> list[Element]:
    """The well-formed elements of what a browser sent; the rest is left out."""
    if not isinstance(batch, list):
        return []
    return [element for one in batch[:MOST_AT_ONCE] if (element := _element(one)) is not None]


def named_in(batch: Any) -> list[str]:
    """The ids in what a browser sent, of well-formed elements and of others."""
    shapes = [one.get("id") for one in batch if isinstance(one, dict)] if isinstance(batch, list) else []
    return [name for name in shapes if isinstance(name, str) and ID.fullmatch(name)]


def _element(one: Any) -> Element | None:
    if isinstance(one, dict) and one.get("type") == board_pictures.KIND:
        return _picture(one)
    if not isinstance(one, dict) or one.get("type") not in KINDS:
        return None
    if not _is_drawable(one):
        return None
    element_id, version, nonce, link = (one.get(part) for part in ("id", "version", "versionNonce", "link"))
    if not isinstance(element_id, str) or not ID.fullmatch(element_id) or not _is_count(version, 1, HIGHEST_VERSION):
        return None
    if not _is_count(nonce, 0) or not (link is None or (isinstance(link, str) and link.startswith(LINKS))):
        return None
    try:
        body = json.dumps(one, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    except (ValueError, RecursionError):
        return None
    if len(body) > LARGEST_ELEMENT:
        return None
    return Element(element_id, version, nonce, body, one.get("isDeleted") is True)  # type: ignore[arg-type]


def _picture(one: dict[str, Any]) -> Element | None:
    """What elements of the kind `image` show by its id: it has one version, so it never changes."""
    element_id, address = one.get("id"), one.get("dataURL")
    if not isinstance(element_id, str) or not ID.fullmatch(element_id) or not board_pictures.is_picture(address):
        return None
    version = {"version": 1, "versionNonce": 0}
    body = json.dumps({"id": element_id, "type": board_pictures.KIND, **version, "dataURL": address})
    return Element(element_id, 1, 0, body)


def _is_count(number: Any, least: int, most: int = LARGEST_NUMBER) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and least <= number <= most


def _is_drawable(one: dict[str, Any]) -> bool:
    """Whether the parts of an element are of the kinds that drawing it takes; the rest of it does no harm."""
    if not all(_is_near(one.get(part)) for part in ("x", "y", "width", "height")):
        return False
    if not all(one.get(part) is None or isinstance(one[part], str) for part in TEXTS):
        return False
    if not all(one.get(part) is None or _is_near(one[part]) for part in NUMBERS):
        return False
    if one["type"] == "text" and not (isinstance(one.get("text"), str) and _is_near(one.get("fontSize"))):
        return False
    if one["type"] == "image" and not _shows_picture(one):
        return False
    if one["type"] in POINTED and not (_are(one.get("points"), _is_point) and one["points"]):
        return False
    lists = (("pressures", _is_near), ("groupIds", _is_name), ("boundElements", _is_bond))
    return all(one.get(part) is None or _are(one[part], is_right) for part, is_right in lists)


def _shows_picture(one: dict[str, Any]) -> bool:
    shown, crop = one.get("fileId"), one.get("crop")
    if not isinstance(shown, str) or not ID.fullmatch(shown) or not _is_point(one.get("scale", [1, 1])):
        return False
    return crop is None or (isinstance(crop, dict) and all(map(_is_near, crop.values())))


def _are(many: Any, is_right: Callable[[Any], bool]) -> bool:
    return isinstance(many, list) and all(map(is_right, many))


def _is_near(number: Any) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and -FARTHEST <= number <= FARTHEST


def _is_point(point: Any) -> bool:
    return isinstance(point, list) and len(point) >= 2 and all(map(_is_near, point))


def _is_name(name: Any) -> bool:
    return isinstance(name, str)


def _is_bond(bond: Any) -> bool:
    return isinstance(bond, dict) and isinstance(bond.get("id"), str)
