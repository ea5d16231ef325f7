"""Who is looking: from the HttpOnly cookie of the socket's handshake to a `Viewer`, on the server only."""

import asyncio
import logging
import time

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import ids
from peerlearn.kit.work import act, read

log = logging.getLogger(__name__)

COOKIE = "peerlearn_sign_in"
BROWSER_COOKIE = "peerlearn_browser"
FRESH_SECONDS = 5.0
MOST_REMEMBERED = 10_000
NOTE_EVERY_SECONDS = 60.0

_remembered: dict[str, tuple[float, Viewer | None]] = {}
_forgotten = 0
_seen: set[str] = set()


async def viewer_of(state: rx.State) -> Viewer | None:
    """The signed-in person behind a tab, or None; asked of the database, remembered for a few seconds."""
    token = sign_in_token(state)
    if not token:
        return None
    key = ids.fingerprint(token)
    known = _remembered.get(key)
    if known is not None and known[0] > time.monotonic():
        return known[1]
    asked_at = _forgotten
    viewer = await read(accounts.viewer_of_token, token)
    if viewer is not None:
        _seen.add(key)
    if len(_remembered) >= MOST_REMEMBERED:
        _remembered.clear()
    if asked_at == _forgotten:  # else the answer may be older than what was revoked meanwhile
        _remembered[key] = (time.monotonic() + FRESH_SECONDS, viewer)
    return viewer


async def signed_in(state: rx.State) -> Viewer:
    """The person behind a tab, in a handler that only signed-in people may call."""
    viewer = await viewer_of(state)
    if viewer is None:
        raise accounts.SignedOut()
    return viewer


def forget_viewers() -> None:
    """Ask the database again; called when any sign-in was revoked."""
    global _forgotten
    _forgotten += 1
    _remembered.clear()


async def note_devices() -> None:
    """Keep up when each device was seen last, in one write a minute; runs beside the site until cancelled."""
    while True:
        await asyncio.sleep(NOTE_EVERY_SECONDS)
        try:
            await note_seen_devices()
        except Exception:
            log.exception("When devices were seen could not be noted; trying again")


async def note_seen_devices() -> None:
    """Write down which devices were seen since the last time."""
    noted = frozenset(_seen)
    if noted:
        await act(accounts.note_seen, noted)
        _seen.difference_update(noted)


def sign_in_token(state: rx.State) -> str:
    """The cookie's value as the browser sent it when its socket connected."""
    return _cookie(state, COOKIE)


def sign_in_in(cookies: str) -> str:
    """The same, out of the header that a handshake brought."""
    return _value(cookies, COOKIE)


def browser_token(state: rx.State) -> str:
    """What tells this browser from others before anybody is signed in; empty in one that never was."""
    return _cookie(state, BROWSER_COOKIE)


def home_of(viewer: Viewer | None) -> str:
    """Where a person belongs when they are somewhere they may not be."""
    return accounts.home_of(viewer.role) if viewer else "/sign-in/"


def _cookie(state: rx.State, name: str) -> str:
    return _value(state.router.headers.cookie or "", name)


def _value(cookies: str, name: str) -> str:
    # Not http.cookies: it gives up at the first cookie of somebody else that it finds odd, JSON for one.
    pairs = (pair.strip().partition("=") for pair in cookies.split(";"))
    return {name: value for name, _, value in pairs}.get(name, "")
