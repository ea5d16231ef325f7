"""What a tab has in hand: by tab, handler and what was asked, and never for ever."""

import pytest

from peerlearn.ui import in_progress


@pytest.fixture(autouse=True)
def nothing_in_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test begins anew."""
    monkeypatch.setattr(in_progress, "_in_hand", {})
    monkeypatch.setattr(in_progress, "_whose", {})


def test_the_same_is_in_hand_until_it_is_done() -> None:
    assert in_progress.begin("tab", "accept", "1")
    assert not in_progress.begin("tab", "accept", "1")
    in_progress.end("tab", "accept")
    assert in_progress.begin("tab", "accept", "1")


@pytest.mark.parametrize("other", [("another tab", "accept", "1"), ("tab", "reject", "1"), ("tab", "accept", "2")])
def test_everything_else_is_something_else(other: tuple[str, str, str]) -> None:
    assert in_progress.begin("tab", "accept", "1")
    assert in_progress.begin(*other)


def test_what_was_asked_first_is_done_first() -> None:
    in_progress.begin("tab", "accept", "1")
    in_progress.begin("tab", "accept", "2")
    in_progress.end("tab", "accept")
    assert in_progress.begin("tab", "accept", "1")
    assert not in_progress.begin("tab", "accept", "2")


def test_nothing_is_in_hand_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    in_progress.begin("tab", "accept", "1")
    monkeypatch.setattr(in_progress, "LONGEST_SECONDS", 0.0)
    assert in_progress.begin("tab", "accept", "1")


def test_two_tabs_of_one_person_ask_once() -> None:
    assert in_progress.begin("tab", "accept", "1", person="Meera")
    assert not in_progress.begin("other tab", "accept", "1", person="Meera")
    assert in_progress.begin("other tab", "accept", "2", person="Meera")
    assert in_progress.begin("a third", "accept", "1", person="Ravi")


def test_each_tab_ends_what_it_began_itself() -> None:
    in_progress.begin("tab", "accept", "1", person="Meera")
    in_progress.begin("other tab", "accept", "2", person="Meera")

    in_progress.end("other tab", "accept")

    assert not in_progress.begin("a third", "accept", "1", person="Meera")
    assert in_progress.begin("a third", "accept", "2", person="Meera")


def test_nothing_is_left_of_what_is_done() -> None:
    in_progress.begin("tab", "accept", "1", person="Meera")
    in_progress.begin("other tab", "accept", "2")
    in_progress.end("tab", "accept")
    in_progress.end("other tab", "accept")

    assert (in_progress._in_hand, in_progress._whose) == ({}, {})
