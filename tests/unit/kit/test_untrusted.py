"""What strangers send, made harmless."""

import inspect
import json
import sqlite3
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.kit.untrusted import LARGEST_WHOLE, Unusable, arguments, fits, harmless

ANY_TEXT = st.text(st.characters(codec=None, categories=None))  # halves of characters too
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(ANY_JSON)
def test_what_passes_can_be_encoded_and_stored(sent: Any) -> None:
    try:
        value = harmless(sent)
    except Unusable:
        return

    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    text.encode()
    assert "\\u0000" not in text
    assert sqlite3.connect(":memory:").execute("SELECT ?", [text]).fetchone() == (text,)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_leaves_ordinary_text_alone(text: str) -> None:
    assert harmless({"said": [text]}) == {"said": [text]}


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), LARGEST_WHOLE + 1, -(10**400), b"x", {1, 2}])
def test_refuses_what_no_browser_can_be_sent(odd: Any) -> None:
    with pytest.raises(Unusable):
        harmless([odd])


def test_refuses_nesting_that_no_form_has() -> None:
    nested: list[Any] = []
    for _ in range(10_000):
        nested = [nested]

    with pytest.raises(Unusable):
        harmless(nested)


@pytest.mark.parametrize(
    ("value", "hint", "right"),
    [
        (1, int, True),
        (True, int, False),
        (1, str, False),
        ("1", str, True),
        (1, float, True),
        (None, str | None, True),
        (1, str | None, False),
        ([{"a": 1}], list[dict[str, Any]], True),
        ([1], list[dict[str, Any]], False),
        ({"a": "b"}, dict[str, str], True),
        ({"a": 1}, dict[str, str], False),
        ("x", bytes, False),
    ],
)
def test_knows_which_values_fit_a_type(value: Any, hint: Any, right: bool) -> None:
    assert fits(value, hint) is right


@pytest.mark.parametrize("sent", [{}, {"number": "1"}, {"number": 1, "more": 2}, {"number": None}])
def test_refuses_calls_that_do_not_fit(sent: dict[str, Any]) -> None:
    def wanted(number: int) -> None: ...

    with pytest.raises(Unusable):
        arguments(inspect.signature(wanted), {"number": int}, **sent)


def test_minds_no_name_that_an_argument_may_have() -> None:
    def wanted(signature: str, hints: str) -> None: ...

    sent = arguments(inspect.signature(wanted), {}, signature="a", hints="b")

    assert sent.arguments == {"signature": "a", "hints": "b"}
