"""The six digits of authenticator apps."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.kit import totp

# RFC 6238, appendix B: the last six of its eight digits for SHA-1.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_CODES = [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
NOW = datetime(2026, 11, 23, 12, 0, 15, tzinfo=UTC)


def code_at(moment: datetime) -> str:
    import pyotp

    return str(pyotp.TOTP(RFC_SECRET).at(moment))


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES)
def test_knows_the_codes_of_the_standard(seconds: int, code: str) -> None:
    assert totp.step_of(RFC_SECRET, code, datetime.fromtimestamp(seconds, UTC)) == seconds // totp.STEP_SECONDS


@pytest.mark.parametrize(("off", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_forgives_a_clock_that_is_one_step_off(off: int, right: bool) -> None:
    step = totp.step_of(RFC_SECRET, code_at(NOW + timedelta(seconds=off)), NOW)

    assert (step is not None) is right


@given(st.text(max_size=8))
def test_takes_no_other_text(typed: str) -> None:
    near = {code_at(NOW + timedelta(seconds=off)) for off in (-30, 0, 30)}
    assert typed in near or totp.step_of(RFC_SECRET, typed, NOW) is None


def test_an_app_reads_the_account_and_the_secret() -> None:
    secret = totp.new_secret()
    address = urlsplit(totp.address_of(secret, account="anil+x@example.org", issuer="PeerLearn"))

    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert unquote(address.path) == "/PeerLearn:anil+x@example.org"
    assert parse_qs(address.query) == {"secret": [secret], "issuer": ["PeerLearn"]}


def test_secrets_are_long_and_never_the_same() -> None:
    secrets = {totp.new_secret() for _ in range(20)}

    assert len(secrets) == 20
    assert all(len(base64.b32decode(secret)) == 20 for secret in secrets)


def test_draws_a_picture_that_needs_no_other_address() -> None:
    picture = totp.picture_of("otpauth://totp/PeerLearn:a?secret=B")

    assert picture.startswith("data:image/svg+xml")
    assert "otpauth" not in picture
