"""Whether somebody is signed in here, known before the page is alive.

Public pages are the same bytes for everybody, and are kept by browsers. So each holds both headers, and a few letters
of script at its head, whose hash our policy knows, mark <html> before the first paint, by a cookie that says nothing
but "somebody" (api/sign_in.py). What a person may do never depends on it.
"""

from collections.abc import Callable

import reflex as rx

from peerlearn.ui.widgets.browser_part import BrowserPart

COOKIE, SECONDS = "peerlearn_known", 30 * 24 * 3600
# The class of what is for one kind of people only.
FOR_VISITORS, FOR_KNOWN = "for-visitors", "for-known"
_AT_THE_HEAD = f'if(/(^|; ){COOKIE}=/.test(document.cookie))document.documentElement.setAttribute("data-known","")'

# Before any style sheet has come, too.
_HIDDEN = f"html[data-known] .{FOR_VISITORS},html:not([data-known]) .{FOR_KNOWN}{{display:none!important}}"


class KnownMark(BrowserPart):
    """Puts the mark right as soon as the server has said who is looking."""

    library = rx.asset("known_mark.jsx", shared=True).importable_path
    tag = "KnownMark"

    told: rx.Var[bool]
    known: rx.Var[bool]
    cookie: rx.Var[str]
    seconds: rx.Var[int]


def known_at_first() -> tuple[rx.Component, rx.Component]:
    """What stands at the head of every page: the script, and who sees what."""
    return _as_it_stands(rx.el.script, _AT_THE_HEAD), _as_it_stands(rx.el.style, _HIDDEN)


def known_mark(told: rx.Var[bool], known: rx.Var[bool]) -> rx.Component:
    """Part of every frame that shows who is signed in."""
    return KnownMark.create(told=told, known=known, cookie=COOKIE, seconds=SECONDS)


def _as_it_stands(tag: Callable[..., rx.Component], text: str) -> rx.Component:
    """An element whose text React must not escape."""
    return tag(custom_attrs={"dangerouslySetInnerHTML": {"__html": text}})
