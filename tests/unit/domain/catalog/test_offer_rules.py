"""What can be offered: each field's sentence, and that nothing typed ever breaks the form."""

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.catalog import NewOffering, overlap
from peerlearn.domain.catalog.rules import FURTHEST_AHEAD, MOST_TOPICS, tidy_topics, understood
from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Incomplete

NOW = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)
GOOD = NewOffering(
    title="Loops in Python",
    description="For and while, with plenty of practice.",
    topics=["Loops", "Functions"],
    price="1000",
    starts_at="2030-01-02T10:00:00+05:30",
    duration_minutes="60",
)

moments = st.datetimes(datetime(2030, 1, 1), datetime(2030, 1, 3), timezones=st.just(UTC))
minutes = st.integers(min_value=1, max_value=240)
anything = st.text(max_size=40)
zones = st.integers(min_value=-1439, max_value=1439).map(lambda east: timezone(timedelta(minutes=east)))
near = st.datetimes(datetime(2029, 12, 31), datetime(2031, 1, 5), timezones=zones).map(datetime.isoformat)
far = st.datetimes(timezones=zones).map(datetime.isoformat)
like_a_moment = near | far | st.text(alphabet=string.digits + "-T:+.ZW ", max_size=32)


def problems_of(**typed: Any) -> Incomplete:
    """What is said about the good form with something else typed into it."""
    with pytest.raises(Incomplete) as refused:
        understood(replace(GOOD, **typed), NOW)
    return refused.value


def test_a_title_is_one_line() -> None:
    offer = understood(replace(GOOD, title=" Loops\r\nin\u2028 Python\x0b"), NOW)

    assert offer.title == "Loops in Python"


def test_understands_a_good_form() -> None:
    offer = understood(GOOD, NOW)

    assert (offer.title, offer.topics, offer.price) == ("Loops in Python", ["Loops", "Functions"], Money.rupees(1000))
    assert offer.starts_at == datetime(2030, 1, 2, 4, 30, tzinfo=UTC)
    assert offer.ends_at - offer.starts_at == timedelta(hours=1)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("title", "Py", "title of 3 to 120"),
        ("title", " " * 9, "title of 3 to 120"),
        ("title", "x" * 121, "title of 3 to 120"),
        ("description", " \n ", "what the learner will get"),
        ("description", "x" * 4001, "what the learner will get"),
        ("topics", [], "Please add topics"),
        ("topics", ["  ", ""], "Please add topics"),
        ("topics", ["x" * 61], "at most 12 topics"),
        ("topics", list("abcdefghijklm"), "at most 12 topics"),
        ("price", "", "whole rupees"),
        ("price", "0", "whole rupees"),
        ("price", "-5", "whole rupees"),
        ("price", "99.50", "whole rupees"),
        ("price", "1e3", "whole rupees"),
        ("price", "100001", "whole rupees"),
        ("price", "१०००", "whole rupees"),
        ("starts_at", "", "Invalid date"),
        ("starts_at", "tomorrow", "Invalid date"),
        ("starts_at", "2030-02-30T10:00:00Z", "Invalid date"),
        ("starts_at", "2030-01-02T10:00:00", "Invalid date"),
        ("starts_at", "2030-01-01T12:00:00Z", "Invalid date"),
        ("starts_at", "2031-01-03T12:00:00Z", "Invalid date"),
        ("starts_at", "0001-01-01T00:00:00+05:30", "Invalid date"),
        ("starts_at", "9999-12-31T23:59:59-05:30", "Invalid date"),
        ("duration_minutes", "14", "15 to 240 minutes"),
        ("duration_minutes", "241", "15 to 240 minutes"),
        ("duration_minutes", "an hour", "15 to 240 minutes"),
    ],
)
def test_says_what_to_mend_beside_the_field_and_in_the_pop_up(field: str, typed: Any, said: str) -> None:
    refused = problems_of(**{field: typed})

    assert list(refused.problems) == [field]
    assert said in refused.problems[field]
    assert refused.message == refused.problems[field]


def test_names_every_field_at_once() -> None:
    with pytest.raises(Incomplete) as refused:
        understood(NewOffering("", "", [], "", "", ""), NOW)

    fields = ["description", "duration_minutes", "price", "starts_at", "title", "topics"]
    assert sorted(refused.value.problems) == fields
    assert refused.value.message == "Complete all fields"


@pytest.mark.parametrize(
    ("typed", "price"),
    [("1", 1), ("1,000", 1000), (" ₹500 ", 500), ("1,00,000", 100_000)],
)
def test_reads_rupees_as_people_write_them(typed: str, price: int) -> None:
    assert understood(replace(GOOD, price=typed), NOW).price == Money.rupees(price)


@given(anything, anything, st.lists(anything, max_size=15), anything, anything | like_a_moment, anything)
def test_answers_whatever_is_typed(
    title: str, description: str, topics: list[str], price: str, starts_at: str, duration: str
) -> None:
    try:
        offer = understood(NewOffering(title, description, topics, price, starts_at, duration), NOW)
    except Incomplete as refused:
        assert refused.problems and all(refused.problems.values())
    else:
        assert NOW < offer.starts_at <= NOW + FURTHEST_AHEAD and offer.starts_at.tzinfo is UTC


@given(like_a_moment)
def test_takes_a_moment_only_within_the_coming_year(typed: str) -> None:
    try:
        offer = understood(replace(GOOD, starts_at=typed), NOW)
    except Incomplete as refused:
        assert list(refused.problems) == ["starts_at"]
    else:
        assert offer.starts_at == datetime.fromisoformat(typed.strip())
        assert NOW < offer.starts_at <= NOW + FURTHEST_AHEAD


@given(st.lists(anything, max_size=MOST_TOPICS))
def test_tidies_topics_without_losing_one(typed: list[str]) -> None:
    tidy = tidy_topics(typed)

    folded = [topic.casefold() for topic in tidy]
    assert len(set(folded)) == len(folded)
    assert all(topic == topic.strip() and topic for topic in tidy)
    assert set(folded) == {" ".join(topic.split()).casefold() for topic in typed} - {""}
    assert tidy_topics(tidy) == tidy


@given(moments, minutes, moments, minutes)
def test_overlapping_means_sharing_a_moment(start: datetime, long: int, other: datetime, other_long: int) -> None:
    end, other_end = start + timedelta(minutes=long), other + timedelta(minutes=other_long)

    shared = min(end, other_end) - max(start, other)
    assert overlap(start, end, other, other_end) == (shared > timedelta(0))
    assert overlap(start, end, other, other_end) == overlap(other, other_end, start, end)


@given(moments, minutes, minutes)
def test_one_session_may_begin_when_another_ends(start: datetime, long: int, other_long: int) -> None:
    end = start + timedelta(minutes=long)

    assert not overlap(start, end, end, end + timedelta(minutes=other_long))
