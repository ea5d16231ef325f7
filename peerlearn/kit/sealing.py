"""Sealed text: what must be readable again, but not for somebody who holds the database alone.

The keys are derived from SECRET_KEY, one for each purpose; with another SECRET_KEY nothing can be opened.
"""

import base64
import functools

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from peerlearn.settings import settings


class Unreadable(ValueError):
    """Sealed under another key, for another purpose, or tampered with."""


def seal(text: str, *, purpose: str) -> str:
    """The text as it may be stored."""
    return _box(settings.secret_key, purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """The text that was sealed for this purpose.

    Raises:
        Unreadable.
    """
    try:
        return _box(settings.secret_key, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable(f"what was sealed for {purpose!r} cannot be opened with this SECRET_KEY") from None


@functools.cache
def _box(secret: str, purpose: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"peerlearn:{purpose}".encode()).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
