"""What is sealed can be opened with the same key, for the same purpose, unchanged; nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.kit import sealing


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_opens_what_it_sealed_and_shows_nothing_of_it(text: str) -> None:
    sealed = sealing.seal(text, purpose="a test")

    assert sealing.unseal(sealed, purpose="a test") == text
    assert len(text) < 8 or text not in sealed


def test_never_seals_twice_alike() -> None:
    assert sealing.seal("secret", purpose="a test") != sealing.seal("secret", purpose="a test")


def test_opens_nothing_for_another_purpose() -> None:
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealing.seal("secret", purpose="a test"), purpose="another")


@pytest.mark.parametrize("place", [0, 20, -4])
def test_opens_nothing_that_was_tampered_with(place: int) -> None:
    # Not the last letter before the padding: the bits of it that nothing needs may differ.
    sealed = sealing.seal("secret", purpose="a test")
    letters = list(sealed)
    letters[place] = "A" if letters[place] != "A" else "B"

    with pytest.raises(sealing.Unreadable):
        sealing.unseal("".join(letters), purpose="a test")


@pytest.mark.parametrize("nonsense", ["", "x", "=" * 100, "é"])
def test_opens_nothing_that_never_was_sealed(nonsense: str) -> None:
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(nonsense, purpose="a test")
