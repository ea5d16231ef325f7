"""Time-limited credentials of a TURN relay, by the scheme that coturn calls `use-auth-secret` (TURN REST API).

The relay keeps no list of people: the name says until when it is good, and the password proves that whoever shares
the secret with the relay wrote that name.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Credentials:
    """A name and password for one person, for a while."""

    username: str
    credential: str


def credentials_for(who: str, *, until: datetime, secret: str) -> Credentials:
    """What lets `who` use the relay until then."""
    username = f"{int(until.timestamp())}:{who}"
    return Credentials(username, password_of(username, secret=secret))


def password_of(username: str, *, secret: str) -> str:
    """The password that belongs to a name."""
    return base64.b64encode(hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()).decode()
