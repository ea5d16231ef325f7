"""What to say when another time was asked for, agreed on, or not: from what a page showed to what it shows now."""

from collections.abc import Sequence
from dataclasses import dataclass

from peerlearn.ui.widgets.booked_card import BookedCard

ASKED = "{name} asks for another time for “{title}”."
MOVED = "“{title}” has moved to its new time."
STAYS = "“{title}” stays at its old time."


@dataclass(frozen=True)
class News:
    """One sentence about a session; `asks` when its reader is to answer."""

    words: str
    tone: str = "plain"
    asks: bool = False


def news_of(before: Sequence[BookedCard], now: Sequence[BookedCard]) -> list[News]:
    """What changed about the times of the sessions that both pictures show as confirmed."""
    known = {card.booking_id: card for card in before if card.status == "confirmed"}
    return [
        news
        for card in now
        if card.status == "confirmed" and card.booking_id in known
        for news in _news(known[card.booking_id], card)
    ]


def waiting_in(cards: Sequence[BookedCard]) -> int:
    """How many proposals wait for an answer of the one who sees these cards."""
    return sum(card.proposal.proposal_id != 0 and not card.proposal.mine for card in cards)


def _news(before: BookedCard, card: BookedCard) -> list[News]:
    if card.starts_at != before.starts_at:
        return [News(MOVED.format(title=card.title), tone="good")]
    had, has = before.proposal, card.proposal
    if has.proposal_id == had.proposal_id:
        return []
    if has.proposal_id and not has.mine:
        return [News(ASKED.format(name=card.other_name, title=card.title), tone="good", asks=True)]
    return [] if has.proposal_id else [News(STAYS.format(title=card.title))]
