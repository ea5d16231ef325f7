"""What people wrote, as far as it may be suggested to others."""

import pytest

from peerlearn.domain import accounts
from peerlearn.domain.accounts import WordKind
from peerlearn.kit.database import reading
from tests.makers import a_learner, a_mentor

pytestmark = pytest.mark.usefixtures("database")


def in_use(kind: WordKind) -> tuple[str, ...]:
    with reading() as db:
        return accounts.words_in_use(db, kind)


def test_suggests_what_several_people_wrote_the_commonest_first() -> None:
    for number in range(4):
        a_mentor(skills=["Sitar", "Tabla"] if number else ["sitar"])

    assert in_use(WordKind.SKILLS) == ("Sitar", "Tabla")


def test_keeps_to_itself_what_few_wrote_however_often() -> None:
    for _ in range(2):
        a_learner(interests=["My secret plan", "my secret plan"])

    assert in_use(WordKind.INTERESTS) == ()


def test_tells_the_lists_apart() -> None:
    for _ in range(3):
        a_learner(interests=["Origami"])

    assert in_use(WordKind.INTERESTS) == ("Origami",)
    assert in_use(WordKind.SKILLS) == in_use(WordKind.DOMAINS) == in_use(WordKind.GOALS) == ()
