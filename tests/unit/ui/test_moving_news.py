"""What is said when the time of a session is in question, and when nothing is."""

from dataclasses import replace

from peerlearn.domain.bookings import ProposalCard
from peerlearn.ui.frames.moving.news import News, news_of, waiting_in
from peerlearn.ui.widgets.booked_card import NOTHING_PROPOSED, BookedCard

PLAIN = BookedCard(
    booking_id=7,
    title="Loops",
    other_name="Ravi",
    topics=["Python"],
    starts_at="2030-01-01T10:00:00+00:00",
    duration_minutes=60,
    status="confirmed",
    status_text="Confirmed",
    status_more="",
    cancel_reason="",
    join_href="",
    offering_id=3,
    cancellable=True,
    movable=True,
    proposal=NOTHING_PROPOSED,
    instead=[],
)
THEIRS = replace(PLAIN, proposal=ProposalCard(1, 7, "2030-01-02T10:00:00+00:00", mine=False, keeps_terms=False))
MINE = replace(THEIRS, proposal=replace(THEIRS.proposal, mine=True))
MOVED = replace(PLAIN, starts_at=THEIRS.proposal.starts_at)


def test_says_what_is_asked_and_what_became_of_it() -> None:
    assert news_of([PLAIN], [THEIRS]) == [News("Ravi asks for another time for “Loops”.", tone="good", asks=True)]
    assert (
        news_of([THEIRS], [MOVED])
        == news_of([MINE], [MOVED])
        == [News("“Loops” has moved to its new time.", tone="good")]
    )
    assert news_of([THEIRS], [PLAIN]) == news_of([MINE], [PLAIN]) == [News("“Loops” stays at its old time.")]


def test_says_nothing_of_what_one_did_oneself_nor_of_other_changes() -> None:
    assert news_of([PLAIN], [MINE]) == []
    assert news_of([THEIRS], [THEIRS]) == news_of([], [THEIRS]) == news_of([THEIRS], []) == []
    assert news_of([MINE], [replace(PLAIN, status="cancelled")]) == []


def test_counts_what_waits_for_the_reader() -> None:
    assert waiting_in([PLAIN, THEIRS, MINE]) == 1
