"""How good a picture is sent, decided from what the line carries: patient, never stuck, always in favour of sound."""

from typing import Any

import pytest
from playwright.sync_api import Page

LEVELS_OVER_TIME = """(lines) => {
    let state = AT_FIRST, at = 0;
    const levels = [];
    for (const [kbits, seconds] of lines) {
        for (let step = 0; step < seconds * 2; step += 1) {
            state = judged(state, kbits, (at += 500));
            if (levels.at(-1)?.[1] !== state.level) levels.push([at / 1000, state.level]);
        }
    }
    return levels;
}"""


def levels(tab: Page, *lines: tuple[int, float]) -> list[Any]:
    """The levels one after the other, for a line that carries so many kbit/s for so many seconds."""
    return [level for _, level in moments(tab, *lines)]


def moments(tab: Page, *lines: tuple[int, float]) -> list[Any]:
    """The same, each with its second."""
    return tab.evaluate(LEVELS_OVER_TIME, [list(line) for line in lines])


def test_a_good_line_carries_all_of_it(tab: Page) -> None:
    assert levels(tab, (2_500, 60)) == ["full"]


def test_a_short_dip_changes_nothing(tab: Page) -> None:
    assert levels(tab, (2_500, 5), (100, 1), (2_500, 5)) == ["full"]


def test_a_narrow_line_makes_the_picture_small_and_a_wide_one_large_again(tab: Page) -> None:
    found = moments(tab, (2_500, 5), (450, 20), (1_500, 20))

    assert [level for _, level in found] == ["full", "small", "full"]
    assert found[1][0] <= 5 + 3
    assert found[2][0] <= 25 + 5


def test_where_there_is_hardly_a_line_the_sound_goes_on_alone(tab: Page) -> None:
    assert levels(tab, (2_500, 5), (80, 8)) == ["full", "small", "none"]


def test_asks_for_the_picture_again_ever_more_rarely_and_never_gives_up(tab: Page) -> None:
    found = moments(tab, (80, 600))
    lost = [at for at, level in found if level == "none"]
    pauses = [round(after - before) for before, after in zip(lost, lost[1:], strict=False)]

    assert pauses[:3] == sorted(pauses[:3])
    assert pauses[0] < 20
    assert max(pauses) <= 75
    assert len(lost) > 8


@pytest.mark.parametrize("kbits", [300, 600, 900])
def test_a_trial_that_goes_well_brings_it_back(tab: Page, kbits: int) -> None:
    assert levels(tab, (80, 8), (kbits, 60))[-1] == "small"


@pytest.mark.parametrize("kbits", range(0, 3_000, 50))
def test_a_steady_line_ends_in_one_level(tab: Page, kbits: int) -> None:
    """Nothing swings to and fro on a line that does not; but for the trials of one that carries too little."""
    after_a_while = set(levels(tab, (kbits, 300))[2:])

    assert after_a_while <= {"none", "trial"}
