"""The words that a registration offers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.accounts import WordKind, every_word
from peerlearn.domain.accounts.words import KNOWN_WORDS


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (WordKind.INTERESTS, "Coding"),
        (WordKind.SKILLS, "Python"),
        (WordKind.GOALS, "AI Engineer"),
        (WordKind.DOMAINS, "Machine Learning"),
    ],
)
def test_knows_what_people_look_for(kind: WordKind, word: str) -> None:
    assert word in every_word(kind)


def test_adds_what_people_wrote_after_what_is_known_and_in_our_spelling() -> None:
    words = every_word(WordKind.SKILLS, ["PYTHON", "Pygame"])

    assert words[-1] == "Pygame"
    assert "PYTHON" not in words


@given(st.sampled_from(WordKind), st.lists(st.text(min_size=1)))
def test_no_word_is_there_twice_and_none_is_lost(kind: WordKind, in_use: list[str]) -> None:
    folded = [word.casefold() for word in every_word(kind, in_use)]

    assert len(folded) == len(set(folded))
    assert set(folded) == {word.casefold() for word in (*KNOWN_WORDS[kind], *in_use)}


@pytest.mark.parametrize("kind", WordKind)
def test_every_list_has_words_and_none_twice(kind: WordKind) -> None:
    folded = [word.casefold() for word in KNOWN_WORDS[kind]]
    assert len(folded) == len(set(folded)) >= 20
