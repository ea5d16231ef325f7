"""Names that cannot be guessed, and the form in which we store the secret ones."""

import hashlib
import secrets


def secret_token() -> str:
    """A fresh 256-bit secret as URL-safe text."""
    return secrets.token_urlsafe(32)


def public_id() -> str:
    """A fresh 128-bit name for an address: lower-case hexadecimal, so that it survives any URL."""
    return secrets.token_hex(16)


def short_id() -> str:
    """Eight characters to quote to a person who reports a failure."""
    return secrets.token_hex(4)


def fingerprint(secret: str) -> str:
    """The SHA-256 of a high-entropy secret, in hexadecimal: what the database keeps instead of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
