"""What a tab's picture becomes when the server refuses something in it; and how two pictures are told apart."""

from typing import Any

from playwright.sync_api import Page

GIVE_UP = """async ({ stored, local, refused, held }) => {
    const { BoardScene } = await import("/room/board/scene.js");
    const scene = new BoardScene();
    scene.hear(stored);
    const picture = scene.without(local, refused, { isHeld: (id) => id === held });
    return { picture, unsent: scene.unsent(picture ?? local).map(({ id }) => id) };
}"""


def shape(name: str, version: int = 1) -> dict[str, Any]:
    return {"id": name, "type": "rectangle", "version": version, "versionNonce": 5, "index": f"a{name}"}


def give_up(tab: Page, *, refused: list[str], local: list[Any], held: str = "") -> dict[str, Any]:
    stored = [shape("1"), shape("2")]
    told: dict[str, Any] = tab.evaluate(GIVE_UP, {"stored": stored, "local": local, "refused": refused, "held": held})
    return told


def test_what_the_server_never_had_goes_and_what_it_had_comes_back(tab: Page) -> None:
    local = [shape("1", version=4), shape("2"), shape("3")]

    told = give_up(tab, local=local, refused=["1", "3"])

    assert told == {"picture": [shape("1"), shape("2")], "unsent": []}


def test_what_is_under_the_hand_stays_until_it_is_let_go(tab: Page) -> None:
    told = give_up(tab, local=[shape("1"), shape("3")], refused=["3"], held="3")

    assert told == {"picture": None, "unsent": ["3"]}


NAME = """async (pictures) => {
    const { nameOf } = await import("/room/board/scene.js");
    return pictures.map(nameOf);
}"""


def test_a_picture_has_one_name_in_whatever_order_and_another_when_anything_differs(tab: Page) -> None:
    picture = [shape(str(number)) for number in range(50)]
    changed = [
        picture[:-1],
        [*picture[:-1], shape("49", version=2)],
        [*picture[:-1], {**shape("49"), "versionNonce": 6}],
        [*picture[:-1], shape("50")],
        [*picture[:-2], shape("48", version=2), shape("49", version=0)],
    ]

    same, turned, *others = tab.evaluate(NAME, [picture, picture[::-1], *changed])

    assert same == turned and same.startswith("50-")
    assert len({same, *others}) == 1 + len(changed)
