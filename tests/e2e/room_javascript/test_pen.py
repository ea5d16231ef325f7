"""What a pen makes of the presses and moves of a hand, and what it leaves to others."""

from typing import Any

import pytest
from playwright.sync_api import Page

HAND = """async ({ steps, takes }) => {
    const { Pen } = await import("/room/board/pen.js");
    const root = document.body.appendChild(document.createElement("div"));
    const told = { drawing: [], drew: [], other: 0, passed: [] };
    for (const name of ["pointerdown", "pointermove", "pointerup"]) {
        root.addEventListener(name, () => told.passed.push(name));
    }
    const pen = new Pen(root, {
        takes: () => takes,
        start: () => ({ id: "stroke", type: "freedraw" }),
        at: ({ clientX, clientY }) => ({ x: clientX / 2, y: clientY / 2 }),
        drawing: (stroke) => told.drawing.push(structuredClone(stroke)),
        drew: (stroke) => told.drew.push(structuredClone(stroke)),
        other: () => (told.other += 1),
    });
    for (const [name, clientX, clientY, more] of steps) {
        const how = { bubbles: true, pointerId: 7, pressure: 0.5, clientX, clientY, ...more };
        root.dispatchEvent(new PointerEvent(name, how));
    }
    const isDown = pen.isDown;
    pen.close();
    root.remove();
    return { ...told, isDown };
}"""
# A browser tells of moves at once where it can; both words are said here, as it does.
MOVES = ("pointerrawupdate", "pointermove")


def moved(x: int, y: int, **more: Any) -> list[list[Any]]:
    return [[name, x, y, more] for name in MOVES]


def hand(tab: Page, *steps: list[Any], takes: bool = True) -> dict[str, Any]:
    told: dict[str, Any] = tab.evaluate(HAND, {"steps": [[*step, {}][:4] for step in steps], "takes": takes})
    return told


def test_a_stroke_grows_with_the_hand_and_is_told_once_it_is_lifted(tab: Page) -> None:
    told = hand(tab, ["pointerdown", 20, 40], *moved(30, 40), *moved(30, 20), ["pointerup", 30, 20])

    [stroke] = told["drew"]
    assert (stroke["x"], stroke["y"], stroke["points"]) == (10, 20, [[0, 0], [5, 0], [5, -10]])
    assert (stroke["width"], stroke["height"], stroke["version"]) == (5, 10, 3)
    assert (stroke["simulatePressure"], stroke["pressures"]) == (True, [])
    assert [each["version"] for each in told["drawing"]] == [2, 3], "each says more than the one before"
    assert (told["passed"], told["isDown"]) == ([], False), "nobody else hears of it"


def test_a_pen_that_measures_is_believed(tab: Page) -> None:
    down, up = ["pointerdown", 0, 0, {"pressure": 0.25}], ["pointerup", 8, 0, {"pressure": 0}]

    told = hand(tab, down, *moved(8, 0, pressure=0.75), up)

    assert (told["drew"][0]["simulatePressure"], told["drew"][0]["pressures"]) == (False, [0.25, 0.75])


@pytest.mark.parametrize("end", ["pointerup", "pointercancel"])
def test_what_was_only_put_down_is_a_dot(tab: Page, end: str) -> None:
    told = hand(tab, ["pointerdown", 20, 40], [end, 20, 40])

    [dot] = told["drew"]
    assert len(dot["points"]) == 2
    assert 0 < dot["width"] < 0.01


def test_another_hand_meanwhile_is_not_this_one(tab: Page) -> None:
    other = {"pointerId": 8}
    steps = [
        ["pointerdown", 0, 0],
        ["pointerdown", 50, 50, other],
        *moved(90, 90, **other),
        ["pointerup", 90, 90, other],
    ]

    told = hand(tab, *steps, *moved(4, 0), ["pointerup", 4, 0])

    assert [stroke["points"] for stroke in told["drew"]] == [[[0, 0], [2, 0]]]
    assert told["passed"] == ["pointerdown", "pointermove", "pointerup"]


def test_what_is_not_for_a_pen_goes_to_whoever_else_listens(tab: Page) -> None:
    told = hand(tab, ["pointerdown", 0, 0], *moved(9, 9), ["pointerup", 9, 9], takes=False)

    assert (told["drew"], told["other"]) == ([], 1)
    assert told["passed"] == ["pointerdown", "pointermove", "pointerup"]
