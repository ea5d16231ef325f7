"""Credentials of a TURN relay: the scheme's own arithmetic."""

from datetime import UTC, datetime

from peerlearn.kit import turn


def test_signs_a_name_by_hmac_sha1_as_rfc_2202_does() -> None:
    signed = turn.password_of("what do ya want for nothing?", secret="Jefe")

    assert signed == "7/zfauXrL6LSdBbV8YTfnCWafHk=", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79 in base 64"


def test_names_the_end_and_the_person() -> None:
    given = turn.credentials_for("12-7", until=datetime(2026, 11, 23, 12, 0, tzinfo=UTC), secret="s" * 32)

    assert given.username == "1795435200:12-7"
    assert given.credential == turn.password_of(given.username, secret="s" * 32)


def test_other_people_ends_and_secrets_have_other_passwords() -> None:
    names = ["1795435200:12-7", "1795435200:12-8", "1795435200:13-7", "1795435201:12-7"]

    made = {turn.password_of(name, secret=secret) for name in names for secret in ("one", "two")}

    assert len(made) == 2 * len(names)
