"""Searching seldom: what is there is left alone, and what is dropped later is still found."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from peerlearn.kit import garbage

TABS, PARTS = 3_000, 100


class Tab:
    """Like the state of a page: its parts know it, and it knows them, so that only a search can free them."""

    def __init__(self) -> None:
        self.parts = [{"tab": self} for _ in range(PARTS)]


@pytest.fixture(autouse=True)
def own_pace_again() -> Iterator[None]:
    """The rest of the tests run at Python's own pace."""
    pace = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*pace)


def test_leaves_alone_what_is_there() -> None:
    before = gc.get_freeze_count()

    garbage.search_seldom()

    assert gc.get_freeze_count() > before + 1_000
    assert gc.get_threshold() == garbage.PACE


def test_still_frees_the_tabs_that_were_closed() -> None:
    garbage.search_seldom()

    closed = [weakref.ref(Tab()) for _ in range(TABS)]

    left = sum(tab() is not None for tab in closed)
    assert left * PARTS < 20 * garbage.PACE[0]
