"""Lets in only who holds the merchant's keys.

Imitates https://razorpay.com/docs/api/authentication/: HTTP Basic with key id and key secret.
"""

import base64
import binascii
import secrets

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from peerlearn.sandbox.razorpay.errors import unauthorized
from peerlearn.sandbox.razorpay.settings import Settings


class KeyHoldersOnly:
    """Answers 401 to everybody else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Checks the Authorization header, then lets the call through."""
        header = HTTPConnection(scope).headers.get("Authorization", "")
        app = self._app if _holds_keys(header, scope["app"].state.gateway.settings) else unauthorized()
        await app(scope, receive, send)


def _holds_keys(header: str, settings: Settings) -> bool:
    scheme, _, encoded = header.partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return False
    expected = f"{settings.key_id}:{settings.key_secret}".encode()
    return scheme.lower() == "basic" and secrets.compare_digest(given, expected)
