"""Names that cannot be guessed."""

import re

import pytest

from peerlearn.kit import ids


@pytest.mark.parametrize(
    ("make", "form"),
    [
        (ids.secret_token, r"[A-Za-z0-9_-]{43}"),
        (ids.public_id, r"[0-9a-f]{32}"),
        (ids.short_id, r"[0-9a-f]{8}"),
    ],
)
def test_are_made_of_safe_letters_and_never_repeat(make: object, form: str) -> None:
    made = [make() for _ in range(200)]  # type: ignore[operator]

    assert all(re.fullmatch(form, each) for each in made)
    assert len(set(made)) == 200


def test_a_fingerprint_tells_two_secrets_apart_and_is_not_the_secret() -> None:
    one, other = ids.secret_token(), ids.secret_token()

    assert ids.fingerprint(one) == ids.fingerprint(one) != ids.fingerprint(other)
    assert one not in ids.fingerprint(one)
    assert re.fullmatch(r"[0-9a-f]{64}", ids.fingerprint(one))
