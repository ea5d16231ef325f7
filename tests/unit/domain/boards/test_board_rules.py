"""Which version of an element stands, and what a browser may send."""

import base64
import io
import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from peerlearn.domain.boards import named_in, rules, understood, wins

VERSIONS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(1, 4), st.integers(0, 3)), unique=True, min_size=1, max_size=20
)


def an_element(**other: Any) -> dict[str, Any]:
    place = {"x": 10, "y": 10.5, "width": 4, "height": 0, "points": [[0, 0]]}
    return {"id": "a", "type": "freedraw", "version": 1, "versionNonce": 7, "link": None, **place, **other}


def drawn(kind: str, *, size: tuple[int, int] = (20, 10), frames: int = 1) -> bytes:
    written = io.BytesIO()
    first, *others = [Image.new("RGB", size, color) for color in ("red", "blue")[:frames]]
    first.save(written, kind, **({"save_all": True, "append_images": others} if others else {}))
    return written.getvalue()


def a_picture(media_type: str, body: bytes) -> dict[str, Any]:
    address = f"data:{media_type};base64,{base64.b64encode(body).decode()}"
    return {"id": "picture", "type": "picture", "version": 1, "versionNonce": 0, "dataURL": address}


def merged(seen: list[tuple[str, int, int]]) -> dict[str, tuple[int, int]]:
    picture: dict[str, tuple[int, int]] = {}
    for element_id, version, nonce in seen:
        if element_id not in picture or wins((version, nonce), picture[element_id]):
            picture[element_id] = (version, nonce)
    return picture


@given(VERSIONS, st.randoms())
def test_any_order_and_any_repetition_ends_with_the_same_picture(
    versions: list[tuple[str, int, int]], chance: random.Random
) -> None:
    others = versions + chance.choices(versions, k=10)
    chance.shuffle(others)

    assert merged(versions) == merged(others)


@given(VERSIONS, st.randoms())
def test_what_one_side_lost_is_made_good_by_exchanging_pictures(
    versions: list[tuple[str, int, int]], chance: random.Random
) -> None:
    mine, yours = (chance.sample(versions, k=chance.randint(0, len(versions))) for _ in range(2))
    my_picture = [(element_id, *version) for element_id, version in merged(mine).items()]
    your_picture = [(element_id, *version) for element_id, version in merged(yours).items()]

    assert merged(my_picture + your_picture) == merged(your_picture + my_picture) == merged(mine + yours)


def test_takes_an_element_as_it_is() -> None:
    [element] = understood([an_element(points=[[0, 0], [1, 2]])])

    assert (element.element_id, element.version, element.version_nonce) == ("a", 1, 7)
    assert '"points":[[0,0],[1,2]]' in element.body


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "text",
        an_element(id=""),
        an_element(id="x" * 65),
        an_element(id=4),
        an_element(id="a\x00"),
        an_element(type="iframe"),
        an_element(type="embeddable"),
        an_element(version=0),
        an_element(version=True),
        an_element(version=rules.HIGHEST_VERSION + 1),
        an_element(versionNonce=-1),
        an_element(link="javascript:alert(1)"),
        an_element(x=float("nan")),
        an_element(x=None),
        an_element(width="4"),
        an_element(height=1e9),
        an_element(points=None),
        an_element(points=5),
        an_element(points=[]),
        an_element(points=[None]),
        an_element(points=[[1], [0, 0]]),
        an_element(points=[[1, "a"]]),
        an_element(type="line", points=[[1, 1], None]),
        an_element(pressures=[None]),
        an_element(type="frame", name={"a": 1}),
        an_element(type="rectangle", boundElements=[None]),
        an_element(type="rectangle", groupIds=[{}]),
        an_element(type="rectangle", strokeColor=7),
        an_element(type="text", text=None),
        an_element(text="x" * rules.LARGEST_ELEMENT),
        an_element(type="image", fileId=None),
        an_element(type="image", fileId="../x"),
        an_element(type="image", fileId="a", scale=[1]),
        an_element(type="image", fileId="a", crop={"x": "left"}),
        an_element(type="image", fileId="a", crop=[1]),
        a_picture("image/svg+xml", b"<svg onload='alert(1)'/>"),
        a_picture("image/webp", b"<script>alert(1)</script>"),
        a_picture("image/jpeg", drawn("WEBP")),
        a_picture("image/webp", drawn("WEBP", size=(1601, 10))),
        a_picture("image/webp", drawn("WEBP", frames=2)),
        a_picture("image/webp", drawn("WEBP") + b"x" * 200_000),
        a_picture("image/png", drawn("PNG")),
        {**a_picture("image/webp", drawn("WEBP")), "id": "../x"},
        {**a_picture("image/webp", drawn("WEBP")), "dataURL": "https://elsewhere.example/x.webp"},
        {**a_picture("image/webp", drawn("WEBP")), "dataURL": "data:image/webp;base64,****"},
        {**a_picture("image/webp", drawn("WEBP")), "dataURL": None},
    ],
)
def test_drops_what_no_board_draws(broken: Any) -> None:
    assert [element.element_id for element in understood([broken, an_element(id="good")])] == ["good"]


@pytest.mark.parametrize("kind", ["webp", "jpeg"])
def test_takes_a_picture_once_and_what_shows_it(kind: str) -> None:
    picture = a_picture(f"image/{kind}", drawn(kind.upper()))
    shown = an_element(id="shown", type="image", fileId="picture", scale=[1, 1], crop=None, points=None)

    kept, element = understood([{**picture, "version": 900, "versionNonce": 1, "more": "words"}, shown])

    assert (kept.element_id, kept.version, kept.version_nonce) == ("picture", 1, 0), (
        "nobody can put another in its place"
    )
    assert json.loads(kept.body) == picture
    assert element.element_id == "shown"


@pytest.mark.parametrize("batch", [None, {}, "elements", 7])
def test_takes_nothing_from_what_is_no_batch(batch: Any) -> None:
    assert understood(batch) == []


def test_takes_so_many_at_once() -> None:
    assert len(understood([an_element(id=str(n)) for n in range(rules.MOST_AT_ONCE + 5)])) == rules.MOST_AT_ONCE


def test_names_the_good_and_the_broken_that_have_a_name() -> None:
    batch = [an_element(id="good"), an_element(id="broken", type="iframe"), {"id": "\ud800"}, {"id": 7}, "text", None]

    assert named_in(batch) == ["good", "broken"]
    assert named_in({"id": "a"}) == []
