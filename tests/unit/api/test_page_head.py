"""What machines read at the head of a page: only what is so."""

from dataclasses import replace

import pytest

from peerlearn.api import page_head
from peerlearn.api.page_head import LONGEST_DESCRIPTION, shortened
from peerlearn.domain.discovery import FrontPage, MentorDetails, SessionCard, SessionDetails, SessionState

CARD = SessionCard(
    offering_id=7,
    title="Loops",
    topics=["For"],
    starts_at="2026-12-01T10:00:00+00:00",
    duration_minutes=45,
    price="₹1,500",
    price_paise=150_000,
    state=SessionState.BOOKABLE,
    bookable=True,
    href="/sessions/7/",
    mentor_name="Meera",
    mentor_handle="meera",
    mentor_href="/mentors/meera/",
    rating="",
    rating_percent=0,
    ratings=0,
)
MENTOR = MentorDetails("meera", "Meera", "/mentors/meera/", [], "", 0, 0, 0, [])


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Short.", "Short."),
        ("  two\n\nlines ", "two lines"),
        ("word " * 50, ("word " * 31).strip() + "…"),
        ("", ""),
    ],
)
def test_a_description_is_one_line_cut_between_words(text: str, short: str) -> None:
    assert shortened(text) == short
    assert len(shortened(text)) <= LONGEST_DESCRIPTION


def test_a_session_is_a_course_with_its_price_and_length() -> None:
    head = page_head.head_of_session(SessionDetails(CARD, "First for.", "₹150", "₹1,650", []))

    [course] = head.things
    assert (course["offers"]["price"], course["hasCourseInstance"]["courseWorkload"]) == ("1500.00", "PT45M")
    assert head.listed


@pytest.mark.parametrize("state", [SessionState.LIVE, SessionState.BOOKED])
def test_what_is_taken_is_sold_out(state: SessionState) -> None:
    card = replace(CARD, state=state, bookable=False)

    [course] = page_head.head_of_session(SessionDetails(card, "First for.", "₹150", "₹1,650", [])).things

    assert course["offers"]["availability"].endswith("/SoldOut")


def test_what_is_over_is_neither_offered_nor_listed() -> None:
    card = replace(CARD, state=SessionState.OVER, bookable=False)

    head = page_head.head_of_session(SessionDetails(card, "First for.", "₹150", "₹1,650", []))

    assert (head.things, head.listed) == ((), False)
    assert 'content="noindex"' in page_head.tags(head) and "canonical" not in page_head.tags(head)


def test_nobody_is_rated_by_nobody_and_offers_what_is_taken() -> None:
    taken = replace(CARD, state=SessionState.BOOKED, bookable=False)

    _page, service = page_head.head_of_mentor(replace(MENTOR, sessions=[taken])).things
    assert service.keys() & {"aggregateRating", "offers"} == set()

    _page, service = page_head.head_of_mentor(replace(MENTOR, sessions=[taken, CARD], rating="4.5", ratings=2)).things
    assert (service["aggregateRating"]["ratingCount"], len(service["offers"])) == (2, 1)


def test_an_empty_house_lists_nothing() -> None:
    head = page_head.head_of_front(FrontPage([], [], 0, 0))

    assert [thing["@type"] for thing in head.things] == ["Organization", "WebSite"]


def test_no_title_ends_the_script_it_stands_in() -> None:
    head = page_head.head_of_session(
        SessionDetails(replace(CARD, title="</script><script>alert(1)"), "<!--", "₹150", "₹1,650", [])
    )

    written = page_head.json_ld(head)
    assert written.count("<") == 2  # its own tags
    assert "<script>alert" not in page_head.tags(head)
