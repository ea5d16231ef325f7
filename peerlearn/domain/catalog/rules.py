"""What can be offered: pure decisions, no database."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from peerlearn.kit.money import Money
from peerlearn.kit.refusal import Incomplete

LONGEST_TITLE = 120
LONGEST_DESCRIPTION = 4000
LONGEST_TOPIC = 60
MOST_TOPICS = 12
CHEAPEST, DEAREST = Money.rupees(1), Money.rupees(100_000)
SHORTEST_MINUTES, LONGEST_MINUTES = 15, 240
LONGEST = timedelta(minutes=LONGEST_MINUTES)
FURTHEST_AHEAD = timedelta(days=366)
NO_SUCH_START = "Invalid date: please choose a time within the coming year"


@dataclass(frozen=True)
class NewOffering:
    """The form as a mentor typed it; `starts_at` is ISO 8601 with its offset."""

    title: str
    description: str
    topics: list[str]
    price: str
    starts_at: str
    duration_minutes: str


@dataclass(frozen=True)
class Offer:
    """The same, understood."""

    title: str
    description: str
    topics: list[str]
    price: Money
    starts_at: datetime
    duration: timedelta

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + self.duration


def understood(form: NewOffering, now: datetime) -> Offer:
    """The form as values.

    Raises:
        Incomplete: with one sentence per field that needs mending.
    """
    problems: dict[str, str] = {}
    title, description = " ".join(form.title.split()), form.description.strip()
    if not 3 <= len(title) <= LONGEST_TITLE:
        problems["title"] = f"Please give it a title of 3 to {LONGEST_TITLE} letters"
    if not 1 <= len(description) <= LONGEST_DESCRIPTION:
        problems["description"] = "Please say what the learner will get out of it"
    topics = tidy_topics(form.topics)
    if not topics:
        problems["topics"] = "Please add topics"
    elif len(topics) > MOST_TOPICS or max(map(len, topics)) > LONGEST_TOPIC:
        problems["topics"] = f"Please use at most {MOST_TOPICS} topics of up to {LONGEST_TOPIC} letters"
    price = Money.typed(form.price, least=CHEAPEST, most=DEAREST)
    if price is None:
        problems["price"] = f"Please give a price in whole rupees, {CHEAPEST} to {DEAREST}"
    starts_at = start_in(form.starts_at, now)
    if starts_at is None:
        problems["starts_at"] = NO_SUCH_START
    minutes = _minutes(form.duration_minutes)
    if minutes is None:
        problems["duration_minutes"] = f"Please choose {SHORTEST_MINUTES} to {LONGEST_MINUTES} minutes"
    if problems or price is None or starts_at is None or minutes is None:
        raise Incomplete(problems, *(problems.values() if len(problems) == 1 else ()))
    return Offer(title, description, topics, price, starts_at, timedelta(minutes=minutes))


def start_in(typed: str, now: datetime) -> datetime | None:
    """When a session shall begin, from ISO 8601 with its offset; None where nothing can begin then."""
    moment = _moment(typed)
    return moment if moment is not None and now < moment <= now + FURTHEST_AHEAD else None


def tidy_topics(typed: list[str]) -> list[str]:
    """Topics without blanks and repetitions, in the order typed."""
    tidy: dict[str, str] = {}
    for topic in typed:
        text = re.sub(r"\s+", " ", topic).strip()
        if text:
            tidy.setdefault(text.casefold(), text)
    return list(tidy.values())


def overlap(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> bool:
    """Whether two stretches of time share a moment; touching ends do not."""
    return start < other_end and other_start < end


def _moment(typed: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(typed.strip())
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):  # the first and the last day of the calendar may not exist in UTC
        return None


def _minutes(typed: str) -> int | None:
    text = typed.strip()
    if not re.fullmatch(r"[0-9]{1,3}", text) or not SHORTEST_MINUTES <= int(text) <= LONGEST_MINUTES:
        return None
    return int(text)
