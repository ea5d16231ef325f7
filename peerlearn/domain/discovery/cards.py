"""What the public pages show, as frozen pictures; moments as ISO 8601 in UTC, amounts as rupee text."""

from dataclasses import dataclass, field

from peerlearn.domain.packages import OfferCard


@dataclass(frozen=True)
class SessionCard:
    """A session as everybody may see it; `rating` is the mentor's, empty while nobody has rated them."""

    offering_id: int
    title: str
    topics: list[str]
    starts_at: str
    duration_minutes: int
    price: str
    price_paise: int
    state: str
    bookable: bool
    href: str
    mentor_name: str
    mentor_handle: str
    mentor_href: str
    rating: str
    rating_percent: int
    ratings: int


@dataclass(frozen=True)
class MentorCard:
    """A mentor with the next session of theirs that can be booked; `given` counts those that took place."""

    handle: str
    name: str
    href: str
    skills: list[str]
    rating: str
    rating_percent: int
    ratings: int
    given: int
    session: SessionCard


@dataclass(frozen=True)
class FrontPage:
    """Everything the start page shows of the product; `live` counts what runs or starts within minutes."""

    sessions: list[SessionCard]
    mentors: list[MentorCard]
    live: int
    top_mentors: int


@dataclass(frozen=True)
class SessionDetails:
    """All there is to know of one session."""

    card: SessionCard
    description: str
    service_fee: str
    total: str
    mentor_skills: list[str]


@dataclass(frozen=True)
class MentorDetails:
    """All there is to know of one mentor; `sessions` are those to come, bookable or taken.

    `fields` names what they teach in, with dots between; `bio` keeps its lines; `video` is an address.
    """

    handle: str
    name: str
    href: str
    skills: list[str]
    rating: str
    rating_percent: int
    ratings: int
    given: int
    sessions: list[SessionCard]
    fields: str = ""
    bio: str = ""
    video: str = ""
    packages: list[OfferCard] = field(default_factory=list)
