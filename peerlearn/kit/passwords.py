"""Password hashing: argon2id at the OWASP minimum, at most two at once, so that 512 MB suffice.

Source: OWASP Password Storage Cheat Sheet (argon2id, m=19 MiB, t=2, p=1). Both functions take tens of
milliseconds: call them off the event loop and outside any transaction.
"""

import functools
import threading

from passlib.hash import argon2

_argon2id = argon2.using(type="ID", memory_cost=19_456, time_cost=2, parallelism=1)
_two_at_once = threading.Semaphore(2)


def hash_password(password: str) -> str:
    """The hash to store."""
    with _two_at_once:
        return str(_argon2id.hash(password))


def matches(password: str, stored: str | None) -> bool:
    """Whether a password is the one of a stored hash; without one it takes as long and is False."""
    with _two_at_once:
        right = bool(_argon2id.verify(password, stored or _nobodys_hash()))
    return right and stored is not None


@functools.cache
def _nobodys_hash() -> str:
    return str(_argon2id.hash("a password that nobody has"))
