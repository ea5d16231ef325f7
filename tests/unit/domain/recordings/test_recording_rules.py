"""When a recording may begin, and which piece comes next, for any answers and any order."""

from hypothesis import given
from hypothesis import strategies as some

from peerlearn.domain.recordings.rules import LARGEST_PIECE, MOST_PARTS, State, fits, is_next, state_after

people = some.integers(1, 6)


@given(some.lists(people, min_size=2, max_size=2, unique=True), some.dictionaries(people, some.booleans()))
def test_begins_only_when_each_of_the_two_has_agreed(both: list[int], answers: dict[int, bool]) -> None:
    state = state_after(both, answers)

    assert (state is State.RECORDING) == all(answers.get(person) is True for person in both)
    assert (state is State.DECLINED) == any(answers.get(person) is False for person in both)


@given(some.lists(some.tuples(some.integers(-1, 4), some.integers(-1, 6)), max_size=80))
def test_takes_pieces_without_a_gap_and_each_once(sent: list[tuple[int, int]]) -> None:
    kept: dict[int, int] = {}
    taken = []
    for part, seq in sent:
        if is_next(kept, part, seq):
            kept[part] = kept.get(part, 0) + 1
            taken.append((part, seq))

    for part in kept:
        assert [seq for of, seq in taken if of == part] == list(range(kept[part]))
    assert min(kept, default=0) >= 0


@given(some.integers(0, MOST_PARTS + 5))
def test_takes_so_many_parts_and_no_more(parts: int) -> None:
    kept = dict.fromkeys(range(parts), 1)

    assert is_next(kept, parts, 0) == (parts < MOST_PARTS)


@given(some.integers(0, 5_000_000), some.integers(-1, 2_000_000), some.integers(0, 6_000_000))
def test_never_keeps_more_than_the_quota(taken: int, size: int, quota: int) -> None:
    if fits(taken, size, quota):
        assert taken + size <= quota
        assert 0 < size <= LARGEST_PIECE
