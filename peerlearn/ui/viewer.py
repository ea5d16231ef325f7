"""Who is looking: from the HttpOnly cookie of the socket's handshake to a `Viewer`, on the server only."""

import time

import reflex as rx

from peerlearn.domain import accounts
from peerlearn.domain.accounts import Viewer
from peerlearn.kit import ids
from peerlearn.kit.work import read

COOKIE = "peerlearn_sign_in"
FRESH_SECONDS = 5.0
MOST_REMEMBERED = 10_000

_remembered: dict[str, tuple[float, Viewer | None]] = {}
_forgotten = 0


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


def sign_in_token(state: rx.State) -> str:
    """The cookie's value as the browser sent it when its socket connected."""
    # Not http.cookies: it gives up at the first cookie of somebody else that it finds odd, JSON for one.
    pairs = (pair.strip().partition("=") for pair in (state.router.headers.cookie or "").split(";"))
    return {name: value for name, _, value in pairs}.get(COOKIE, "")


def home_of(viewer: Viewer | None) -> str:
    """Where a person belongs when they are somewhere they may not be."""
    return f"/dashboard/{viewer.role}/" if viewer else "/sign-in/"
