"""Razorpay's identifiers: a prefix and fourteen case-sensitive letters or digits.

Imitates https://razorpay.com/docs/api/understand/ (entities).
"""

import re
import secrets
import string

from peerlearn.sandbox.razorpay.errors import GatewayRefusal

ALPHANUMERICS = string.ascii_letters + string.digits
ID_LENGTH = 14


def new_id(prefix: str) -> str:
    """A fresh identifier, such as `order_` and fourteen characters."""
    return f"{prefix}_" + "".join(secrets.choice(ALPHANUMERICS) for _ in range(ID_LENGTH))


def well_formed(prefix: str, candidate: str) -> str:
    """The identifier itself, or Razorpay's refusal of one that cannot exist."""
    if not re.fullmatch(rf"{prefix}_[A-Za-z0-9]{{{ID_LENGTH}}}", candidate):
        raise GatewayRefusal(f"{candidate} is not a valid id")
    return candidate
