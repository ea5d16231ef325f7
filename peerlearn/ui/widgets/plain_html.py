"""Parts as HTML text, for who reads a page before or without its JavaScript: people on slow lines, search engines.

Only parts that depend on no state can be written this way; anything else is refused loudly. All text is escaped.
"""

from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import reflex as rx

from peerlearn.ui.widgets.local_time import LocalTime

VOID = frozenset({"img", "br", "hr", "input", "meta", "link"})
NAMES = {
    "html_for": "for",
    "view_box": "viewBox",
    "date_time": "datetime",
    "to": "href",
    "strokeWidth": "stroke-width",
}
# Where the reader's own zone is not known: the one most of them live in, and it is named.
HOME_ZONE = ZoneInfo("Asia/Kolkata")


def plain_html(part: rx.Component | str | int) -> str:
    """A part and everything in it."""
    if not isinstance(part, rx.Component):
        return escape(str(part))
    if isinstance(part, LocalTime):
        return _time(_literal(part.moment), _literal(part.look) if part.look is not None else "full")
    if part.tag is None and hasattr(part, "contents"):
        return escape(str(_literal(part.contents)))
    inside = "".join(map(plain_html, part.children))
    if part.tag == "Fragment":
        return inside
    if part.event_triggers or not part.tag or type(part).__module__.startswith("peerlearn"):
        raise ValueError(f"{type(part).__name__} does nothing without JavaScript")
    tag = "a" if part.tag == "Link" else part.tag
    if not tag.islower():
        raise ValueError(f"{tag} does nothing without JavaScript")
    opening = f"<{tag}{''.join(map(_attribute, _attributes(part).items()))}>"
    return opening if tag in VOID else f"{opening}{inside}</{tag}>"


def spoken_time(moment: datetime, look: str = "full") -> str:
    """A moment in the home zone, as widgets/local_time.jsx writes it in the reader's own."""
    local = moment.astimezone(HOME_ZONE)
    clock = f"{local.hour % 12 or 12}:{local.minute:02d} {'am' if local.hour < 12 else 'pm'}"
    return clock if look == "clock" else f"{local:%a}, {local.day} {local:%b}, {clock} {local.tzname()}"


def _time(moment: str, look: str) -> str:
    words = spoken_time(datetime.fromisoformat(moment), look)
    return f'<time datetime="{escape(moment)}">{escape(words)}</time>'


def _attributes(part: rx.Component) -> dict[str, Any]:
    found: dict[str, Any] = {"id": part.id, "class": _classes(part.class_name)}
    found |= {NAMES.get(name, name.replace("_", "-")): getattr(part, name, None) for name in part.get_props()}
    found |= {NAMES.get(name, name): value for name, value in part.custom_attrs.items()}
    found["style"] = ";".join(f"{name}:{_literal(value)}" for name, value in part.style.items()) or None
    return {name: _literal(value) for name, value in found.items() if value is not None}


def _attribute(named: tuple[str, Any]) -> str:
    name, value = named
    if value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'


def _classes(given: Any) -> str | None:
    if isinstance(given, list | tuple):
        return " ".join(str(_literal(one)) for one in given)
    return None if given is None else str(_literal(given))


def _literal(value: Any) -> Any:
    if not isinstance(value, rx.Var):
        return value
    if not hasattr(value, "_var_value"):
        raise ValueError(f"{value} is known in the browser only")
    return value._var_value
