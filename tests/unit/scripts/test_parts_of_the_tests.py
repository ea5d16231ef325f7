"""The tests run in two parts, each of them in exactly one, whatever is asked for."""

from scripts.test import PARTS, parts_of


def test_takes_everything_in_two_parts() -> None:
    assert [part[:2] for part in parts_of([])] == [["-m", "not alone"], ["-m", "alone"]]


def test_takes_its_own_of_what_is_asked_for_by_marker() -> None:
    parts = parts_of(["-m", "faults or slow", "-k", "ledger", "tests/faults"])

    assert [part[1] for part in parts] == ["not alone and (faults or slow)", "alone and (faults or slow)"]
    for part, how in zip(parts, PARTS.values(), strict=True):
        assert part[2:] == [*how, "-k", "ledger", "tests/faults"]
