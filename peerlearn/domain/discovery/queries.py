"""What visitors read, for pages, machines and search engines alike."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from peerlearn.domain import accounts, catalog, packages, payments
from peerlearn.domain.accounts.tables import Role, User
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.domain.discovery import ratings
from peerlearn.domain.discovery.cards import FrontPage, MentorCard, MentorDetails, SessionCard, SessionDetails
from peerlearn.domain.discovery.listing import Listed, bookable, happening, listed
from peerlearn.domain.discovery.ratings import Standing
from peerlearn.domain.discovery.rules import CAN_BE_BOOKED, HIGHEST_NUMBER, SOON_BEFORE, SessionState, state_of
from peerlearn.kit import clock
from peerlearn.kit.money import Money

TOPICS = (catalog.TOPIC, accounts.MENTORS_TOPIC)  # whoever shows any of this watches these
MOST_IN_A_RAIL = 10
MOST_OF_A_MENTOR = 30
MOST_ADDRESSES = 50_000  # what one site map may hold


def front_page(db: Session) -> FrontPage:
    """The rails of the start page and the numbers on its badges."""
    now = clock.now()
    sessions = _first_sessions(db, now)
    mentors = _best_mentors(db, now)
    soon = now + SOON_BEFORE
    live = db.exec(select(func.count()).select_from(happening(now, soon).subquery())).one()
    return FrontPage(sessions=sessions, mentors=mentors, live=live, top_mentors=len(mentors))


def session_details(db: Session, offering_id: int) -> SessionDetails | None:
    """One session, also when it is over; None when there is none, or its mentor is no longer here."""
    if not 0 < offering_id <= HIGHEST_NUMBER:
        return None
    row = db.exec(listed().where(Offering.id == offering_id)).first()
    if row is None:
        return None
    one = Listed(*row)
    standing = ratings.standings(db, [one.mentor.id or 0])
    quote = payments.quote(Money(one.offering.price_paise))
    return SessionDetails(
        card=_session_card(one, standing, clock.now()),
        description=one.offering.description,
        service_fee=str(quote.fee),
        total=str(quote.total),
        mentor_skills=list(one.mentor.skills),
    )


def mentor_details(db: Session, handle: str) -> MentorDetails | None:
    """One mentor and what they offer from now on; None when there is none."""
    mentor = db.exec(select(User).where(User.handle == handle, col(User.is_active))).first()
    if mentor is None:
        return None
    now = clock.now()
    own = listed().where(
        Offering.mentor_id == mentor.id, Offering.status == OfferingStatus.ACTIVE, col(Offering.starts_at) > now
    )
    rows = db.exec(own.order_by(col(Offering.starts_at)).limit(MOST_OF_A_MENTOR))
    standing = ratings.standings(db, [mentor.id or 0])
    of_mentor = standing[mentor.id or 0]
    return MentorDetails(
        handle=handle,
        name=mentor.name,
        href=mentor_href(handle),
        skills=list(mentor.skills),
        rating=of_mentor.stars.text,
        rating_percent=of_mentor.stars.percent,
        ratings=of_mentor.stars.count,
        given=of_mentor.given,
        sessions=_cards(db, (Listed(*row) for row in rows), now),
        fields=" · ".join(mentor.domains),
        bio=mentor.bio,
        video=accounts.video_href(mentor.intro_video),
        packages=packages.on_sale(db, mentor.id or 0),
    )


def next_turn(db: Session, after: datetime) -> datetime | None:
    """When time alone next changes what a session is: it comes within minutes of its start, or starts."""
    turns = []
    for before in (timedelta(), SOON_BEFORE):
        ahead = select(func.min(Offering.starts_at)).where(
            Offering.status == OfferingStatus.ACTIVE, col(Offering.starts_at) > after + before
        )
        starts_at = db.exec(ahead).one()
        turns += [starts_at - before] if starts_at is not None else []
    return min(turns, default=None)


def public_addresses(db: Session) -> list[str]:
    """The addresses of every mentor and of every session to come, for a site map."""
    mentors = select(User.handle).where(User.role == Role.MENTOR, col(User.is_active)).order_by(col(User.id))
    sessions = (
        select(Offering.id)
        .join(User, col(User.id) == col(Offering.mentor_id))
        .where(Offering.status == OfferingStatus.ACTIVE, col(Offering.starts_at) > clock.now(), col(User.is_active))
        .order_by(col(Offering.starts_at))
    )
    found = [mentor_href(handle) for handle in db.exec(mentors.limit(MOST_ADDRESSES)) if handle]
    found += [session_href(number) for number in db.exec(sessions.limit(MOST_ADDRESSES)) if number]
    return found[:MOST_ADDRESSES]


def session_href(offering_id: int) -> str:
    """Where a session's own page is."""
    return f"/sessions/{offering_id}/"


def mentor_href(handle: str) -> str:
    """Where a mentor's own page is."""
    return f"/mentors/{handle}/"


def _first_sessions(db: Session, now: datetime) -> list[SessionCard]:
    """What runs, what starts within minutes even if taken, and what can be booked, by time."""
    order = (col(Offering.starts_at), col(Offering.id))
    numbers = [
        *db.exec(happening(now, now + SOON_BEFORE).order_by(*order).limit(MOST_IN_A_RAIL)),
        *db.exec(bookable(now).order_by(*order).limit(MOST_IN_A_RAIL)),
    ]
    rows = db.exec(listed().where(col(Offering.id).in_(numbers)).order_by(*order).limit(MOST_IN_A_RAIL))
    return _cards(db, (Listed(*row) for row in rows), now)


def _best_mentors(db: Session, now: datetime) -> list[MentorCard]:
    chosen = ratings.best(db, now, MOST_IN_A_RAIL)
    rows = db.exec(listed().where(col(Offering.id).in_(chosen)))
    found = sorted((Listed(*row) for row in rows), key=lambda one: chosen.index(one.offering.id or 0))
    standing = ratings.standings(db, [one.mentor.id or 0 for one in found])
    return [_mentor_card(one, standing, now) for one in found]


def _mentor_card(one: Listed, standing: dict[int, Standing], now: datetime) -> MentorCard:
    session = _session_card(one, standing, now)
    return MentorCard(
        handle=session.mentor_handle,
        name=session.mentor_name,
        href=session.mentor_href,
        skills=list(one.mentor.skills),
        rating=session.rating,
        rating_percent=session.rating_percent,
        ratings=session.ratings,
        given=standing[one.mentor.id or 0].given,
        session=session,
    )


def _cards(db: Session, found: Iterable[Listed], now: datetime) -> list[SessionCard]:
    sessions: Sequence[Listed] = list(found)
    standing = ratings.standings(db, {one.mentor.id or 0 for one in sessions})
    return [_session_card(one, standing, now) for one in sessions]


def _session_card(one: Listed, standing: dict[int, Standing], now: datetime) -> SessionCard:
    state: SessionState = state_of(one.moment(now), now)
    stars = standing[one.mentor.id or 0].stars
    handle = one.mentor.handle or ""
    return SessionCard(
        offering_id=one.offering.id or 0,
        title=one.offering.title,
        topics=list(one.offering.topics),
        starts_at=one.offering.starts_at.isoformat(),
        duration_minutes=one.offering.duration_minutes,
        price=str(Money(one.offering.price_paise)),
        price_paise=one.offering.price_paise,
        state=state.value,
        bookable=state in CAN_BE_BOOKED,
        href=session_href(one.offering.id or 0),
        mentor_name=one.mentor.name,
        mentor_handle=handle,
        mentor_href=mentor_href(handle),
        rating=stars.text,
        rating_percent=stars.percent,
        ratings=stars.count,
    )
