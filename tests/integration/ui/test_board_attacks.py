"""What is tried on a whiteboard's socket: strangers, other rooms, broken elements, batches that are too large."""

from typing import Any

import pytest

from peerlearn.domain import boards
from peerlearn.domain.boards.rules import LARGEST_ELEMENT, MOST_AT_ONCE
from peerlearn.kit.database import reading
from tests.e2e.site import Site
from tests.integration.ui.calling import PAGES, ROOM, answers, in_room, run, tab_of
from tests.integration.ui.cast import Caller, Cast, a_cast
from tests.raw_tab import RawTab

BOARD = f"{PAGES}___room___board___state____board_state"
SECRET = "a-secret-drawing"


def shape(name: str, **more: Any) -> dict[str, Any]:
    place = {"x": 0, "y": 0, "width": 1, "height": 1, "points": [[0, 0], [1, 1]]}
    return {"id": name, "type": "freedraw", "version": 1, "versionNonce": 5, **place, **more}


async def sit(tab: RawTab) -> None:
    await answers(tab, f"{ROOM}.arrive", [{"instance": "tab"}])


async def draw(tab: RawTab, *shapes: Any, name: str = "batch") -> list[dict[str, Any]]:
    return await answers(tab, f"{BOARD}.draw", [{"name": name, "shapes": list(shapes)}])


def drawn_on(cast: Cast, by: Caller) -> list[str]:
    assert by.viewer is not None
    with reading() as db:
        return list(boards.news_for(db, cast.room_id, after=0, by=by.viewer).elements)


def test_a_stranger_neither_draws_nor_reads(in_site: Site, cast: Cast) -> None:
    async def story() -> None:
        async with tab_of(in_site, cast.mentor, **in_room(cast.room_id)) as mentor:
            await sit(mentor)
            await draw(mentor, shape(SECRET))
            for stranger in cast.strangers:
                async with tab_of(in_site, stranger, **in_room(cast.room_id)) as tab:
                    await draw(tab, shape("graffiti"))
                    await answers(tab, f"{BOARD}.catch_up", [{"after": 0}])
                    assert SECRET not in str(tab.seen), stranger.called

    run(story)

    [kept] = drawn_on(cast, cast.mentor)
    assert SECRET in kept


def test_a_seat_in_one_room_is_none_in_another(in_site: Site, cast: Cast) -> None:
    other = a_cast()

    async def story() -> None:
        async with tab_of(in_site, cast.mentor, **in_room(cast.room_id)) as tab:
            await sit(tab)
            tab.go(**in_room(other.room_id))
            await draw(tab, shape("graffiti"))

    run(story)

    assert drawn_on(other, other.mentor) == []


def test_nobody_draws_before_sitting_down(in_site: Site, cast: Cast) -> None:
    async def story() -> None:
        async with tab_of(in_site, cast.learner, **in_room(cast.room_id)) as tab:
            await draw(tab, shape("early"))

    run(story)

    assert drawn_on(cast, cast.learner) == []


@pytest.mark.parametrize(
    "broken",
    [
        shape("broken", type="iframe"),
        shape("broken", type="image"),
        shape("broken", type="picture", dataURL="data:image/svg+xml;base64,PHN2Zz4="),
        shape("broken", version="1"),
        shape("broken", versionNonce=-1),
        shape("broken", link="javascript:alert(1)"),
        shape("broken", text="x" * LARGEST_ELEMENT),
    ],
)
def test_what_is_no_element_is_given_back_and_the_rest_kept(in_site: Site, cast: Cast, broken: Any) -> None:
    async def story() -> None:
        async with tab_of(in_site, cast.learner, **in_room(cast.room_id)) as tab:
            await sit(tab)
            await draw(tab, broken, {}, shape("good"))
            taken = tab.var("taken")
            assert (taken["name"], taken["refused"]) == ("batch", ["broken"])
            assert taken["words"]
            await draw(tab, shape("better"), name="next")
            assert tab.var("taken") == {"name": "next", "refused": [], "words": ""}

    run(story)

    assert len(drawn_on(cast, cast.learner)) == 2


def test_of_a_huge_batch_so_many_are_kept_and_the_rest_given_back(in_site: Site, cast: Cast) -> None:
    names = [f"shape-{number}" for number in range(MOST_AT_ONCE + 300)]

    async def story() -> None:
        async with tab_of(in_site, cast.learner, **in_room(cast.room_id)) as tab:
            await sit(tab)
            await draw(tab, *[shape(name) for name in names])
            assert tab.var("taken")["refused"] == names[MOST_AT_ONCE:]

    run(story)

    assert len(drawn_on(cast, cast.learner)) == MOST_AT_ONCE
