"""Password hashing: argon2id at the OWASP minimum, at most two at once, so that 512 MB suffice.

Source: OWASP Password Storage Cheat Sheet (argon2id, m=19 MiB, t=2, p=1). Both functions take tens of
milliseconds: call them off the event loop and outside any transaction.
"""

import threading

from passlib.hash import argon2

LONGEST_PASSWORD = 200

# passlib loads argon2 at the first hash, and two first hashes at once break it: load it here, before any thread.
argon2.set_backend("argon2_cffi")
_argon2id = argon2.using(type="ID", memory_cost=19_456, time_cost=2, parallelism=1)
_two_at_once = threading.Semaphore(2)
# Made like every other, of a password that does not matter: what is compared with it is wrong in any case.
_NOBODYS_HASH = "$argon2id$v=19$m=19456,t=2,p=1$wZhTSqlVSqmVkjKGsLaWUg$sIvRZAaLVRoHyhO6MXDJOC7rKajq19c2i6rTbqCdtrs"


def hash_password(password: str) -> str:
    """The hash to store; of a password no longer than `LONGEST_PASSWORD`."""
    with _two_at_once:
        return str(_argon2id.hash(password))


def matches(password: str, stored: str | None) -> bool:
    """Whether a password is the one of a stored hash; without one it takes as long and is False.

    What is no hash at all, such as "!", marks an account that no password opens.
    """
    compared = stored if stored and _argon2id.identify(stored) else _NOBODYS_HASH
    with _two_at_once:
        right = bool(_argon2id.verify(password[:LONGEST_PASSWORD], compared))
    return right and compared == stored and len(password) <= LONGEST_PASSWORD
