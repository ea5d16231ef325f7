"""The six digits of an authenticator app (RFC 6238, every 30 seconds), and the QR code that sets one up."""

from datetime import datetime

import pyotp
import segno
from pyotp.utils import strings_equal

STEP_SECONDS = 30
DIGITS = 6
# A phone's clock may be one step off; the newest step is tried first.
_STEPS_OFF = (0, -1, 1)


def new_secret() -> str:
    """A fresh 160-bit secret in base 32, as apps take it by hand."""
    return pyotp.random_base32()


def address_of(secret: str, *, account: str, issuer: str) -> str:
    """The otpauth:// address that an app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def picture_of(address: str) -> str:
    """The address as a QR code, an SVG in a data: URI: dark on white in either mode, as cameras want it."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(scale=5, border=4, dark="#000", light="#fff"))


def step_of(secret: str, typed: str, now: datetime) -> int | None:
    """Which step's code was typed, one before and one after included; None when it is no code of these."""
    app, here = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    right = [here + off for off in _STEPS_OFF if strings_equal(app.generate_otp(here + off), typed)]
    return right[0] if right else None
