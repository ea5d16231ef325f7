"""What is suggested while somebody types a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.accounts import WordKind, suggestions_for
from peerlearn.domain.accounts.words import KNOWN_WORDS, MOST_SUGGESTED


@pytest.mark.parametrize(
    ("kind", "typed", "first"),
    [
        (WordKind.INTERESTS, "Cod", "Coding"),
        (WordKind.SKILLS, "Pyth", "Python"),
        (WordKind.SKILLS, "  pYTH", "Python"),
        (WordKind.GOALS, "AI", "AI Engineer"),
        (WordKind.GOALS, "eng", "AI Engineer"),
        (WordKind.DOMAINS, "mach", "Machine Learning"),
        (WordKind.DOMAINS, "learn", "Machine Learning"),
        (WordKind.SKILLS, "c+", "C++"),
    ],
)
def test_the_likeliest_comes_first(kind: WordKind, typed: str, first: str) -> None:
    assert suggestions_for(kind, typed)[0] == first


@pytest.mark.parametrize("typed", ["", "  ", "xyzzy", "Python", "(", "x" * 100_000])
def test_suggests_nothing_for_nothing_and_for_what_is_complete(typed: str) -> None:
    assert suggestions_for(WordKind.SKILLS, typed) == []


def test_adds_what_people_wrote_after_what_is_known_and_in_our_spelling() -> None:
    assert suggestions_for(WordKind.SKILLS, "py", ["PYTHON", "Pygame"]) == ["Python", "PyTorch", "Pygame"]


@given(st.sampled_from(WordKind), st.text(), st.lists(st.text(min_size=1)))
def test_suggestions_are_few_different_and_fit(kind: WordKind, typed: str, in_use: list[str]) -> None:
    found = suggestions_for(kind, typed, in_use)

    assert len(found) <= MOST_SUGGESTED
    assert len({word.casefold() for word in found}) == len(found)
    assert all(" ".join(typed.casefold().split()) in word.casefold() for word in found)


@pytest.mark.parametrize("kind", WordKind)
def test_every_list_has_words_and_none_twice(kind: WordKind) -> None:
    folded = [word.casefold() for word in KNOWN_WORDS[kind]]
    assert len(folded) == len(set(folded)) >= 20
