"""The ASGI wrapper round everything: security headers, allowed origins, body caps, caching.

It decides nothing about tutoring; it only makes the browser and strangers behave.
"""

import base64
import hashlib
import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from peerlearn.api import chat_files
from peerlearn.api.media import VIDEO_DOOR
from peerlearn.api.strangers import Scope, from_behind, header, note_stranger, own_host, own_origin
from peerlearn.domain import chats, recordings
from peerlearn.kit import disk
from peerlearn.settings import LIVE_GATEWAY, SANDBOX_PATH, Settings

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

log = logging.getLogger(__name__)

LARGEST_BODY = 1_000_000
NO_ROOM = b"There is no room for files just now. Please try again later."
FOR_EVER = b"public, max-age=31536000, immutable"
# What changes its name when it changes.
NEVER_CHANGING = ("/assets/", "/fonts/")
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
# Doors whose callers are no browsers and prove themselves by a signature or a key.
SIGNED_DOORS = ("/webhooks/", SANDBOX_PATH)
FORGED_HOST, FOREIGN_ORIGIN = "host", "origin"
_INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)


class BodyTooLarge(Exception):
    """More bytes than any of our doors takes."""


class FrontDoor:
    """Wraps the whole app."""

    def __init__(self, app: App, *, settings: Settings, built_pages: Path | None) -> None:
        self._app = app
        self._settings = settings
        self._headers = security_headers(settings, inline_script_hashes(built_pages))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if self._settings.trusted_proxies:
            scope = from_behind(scope, self._settings.trusted_proxies)
        stranger = self._stranger(scope)
        if stranger:
            await note_stranger(scope, stranger)
            await _turn_away(scope, send, stranger)
        elif scope["type"] == "websocket":
            await self._talk(scope, receive, send)
        else:
            await self._answer(scope, receive, send)

    def _stranger(self, scope: Scope) -> str:
        """Why a request is turned away before anybody looks at it; empty when it is not."""
        if not own_host(scope, self._settings):
            return FORGED_HOST
        path = str(scope["path"])
        harmless = scope["type"] == "http" and (scope["method"] in SAFE_METHODS or path.startswith(SIGNED_DOORS))
        return "" if harmless or own_origin(scope, self._settings) else FOREIGN_ORIGIN

    async def _talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as trouble:
            # Anybody can send what the framework chokes on: a line in the log, not a page, and nothing of what it was.
            log.warning("A socket broke off (%s)", type(trouble).__name__)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope["path"])
        most = self._largest_body(path)
        if _announced_length(scope) > most:
            await _refuse(send, 413, b"That is more than we take.")
            return
        if scope["method"] == "POST" and _brings_file(path) and not disk.takes_files():
            log.error("The disk is nearly full: files that people send are refused")
            await _refuse(send, 503, NO_ROOM)
            return
        headers = [] if path.startswith(SANDBOX_PATH) else self._headers
        body, started = _Capped(receive, most), False

        async def decorated(message: Message) -> None:
            nonlocal started
            if body.too_large and not started:
                return  # what the app makes of its broken-off body; our own answer follows
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = _merged(message.get("headers", []), headers, _caching(path, message["status"]))
            await send(message)

        try:
            await self._app(scope, body, decorated)
        except BodyTooLarge:
            if not started:
                await _refuse(send, 413, b"That is more than we take.")

    def _largest_body(self, path: str) -> int:
        if path == VIDEO_DOOR:
            return self._settings.video_most_bytes
        return chats.LARGEST_FILE if chat_files.is_door(path) else LARGEST_BODY


def security_headers(settings: Settings, script_hashes: list[str]) -> list[tuple[bytes, bytes]]:
    """The headers of every answer."""
    checkout = _origin_of(settings.checkout_script)
    frames = [checkout] + (["https://api.razorpay.com"] if settings.razorpay_base_url == LIVE_GATEWAY else [])
    sockets = {re.sub(r"^http", "ws", origin) for origin in settings.allowed_origins if origin != "*"}
    policy = {
        "default-src": ["'self'"],
        "script-src": ["'self'", *script_hashes, checkout],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'", *sorted(sockets), *settings.fallback_urls],
        "frame-src": frames,
        "form-action": ["'self'", settings.api_url],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    text = "; ".join(f"{name} {' '.join(values)}" for name, values in policy.items())
    headers = {
        "content-security-policy": text,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "strict-origin-when-cross-origin",
        "permissions-policy": "camera=(self), microphone=(self), display-capture=(self), geolocation=(), usb=()",
        "cross-origin-opener-policy": "same-origin-allow-popups",
    }
    if settings.production:
        headers["strict-transport-security"] = "max-age=63072000; includeSubDomains"
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def inline_script_hashes(built_pages: Path | None) -> list[str]:
    """The CSP sources of every inline script in the built HTML, so that no other one may run."""
    if built_pages is None or not built_pages.is_dir():
        return []
    scripts = {
        script for page in sorted(built_pages.rglob("*.html")) for script in _INLINE_SCRIPT.findall(page.read_bytes())
    }
    digests = sorted(base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts if script)
    return [f"'sha256-{digest}'" for digest in digests]


def _merged(given: list[Any], ours: list[tuple[bytes, bytes]], caching: bytes | None) -> list[tuple[bytes, bytes]]:
    # A door that gives out what people gave us is stricter than we are.
    stricter = {name.lower() for name, _ in given} & {b"content-security-policy"}
    ours = [(name, value) for name, value in ours if name not in stricter]
    named = {name for name, _ in ours}
    kept = [(name, value) for name, value in given if name.lower() not in named]
    if caching is not None and not any(name.lower() == b"cache-control" for name, _ in kept):
        kept.append((b"cache-control", caching))
    return [*kept, *ours]


def _caching(path: str, status: int) -> bytes | None:
    if path.startswith(NEVER_CHANGING) and status == 200:
        return FOR_EVER
    return b"no-cache"


class _Capped:
    """A request's body that breaks off when it grows too large."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._taken = 0
        self.too_large = False

    async def __call__(self) -> Message:
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        if self._taken > self._most:
            self.too_large = True
            raise BodyTooLarge
        return message


def _brings_file(path: str) -> bool:
    return path == VIDEO_DOOR or chat_files.is_door(path) or path.startswith(recordings.DOOR + "/")


def _announced_length(scope: Scope) -> int:
    text = header(scope, b"content-length")
    return int(text) if text.isascii() and text.isdigit() else 0


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    if not parts.netloc:
        return "'self'"
    return f"{parts.scheme}://{parts.netloc}"


async def _turn_away(scope: Scope, send: Send, why: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4403})
    elif why == FORGED_HOST:
        await _refuse(send, 421, b"There is no such site here.")
    else:
        await _refuse(send, 403, b"Requests from other sites are refused.")


async def _refuse(send: Send, status: int, words: bytes) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(words)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})
