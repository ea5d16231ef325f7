"""What machines read at the head of a public page: title, description, address, picture, and JSON-LD.

Only what is so is said: no rating where nobody has rated, no offer where nothing can be booked.
"""

import json
import re
from dataclasses import dataclass
from html import escape
from typing import Any

from peerlearn.domain.discovery import FrontPage, MentorDetails, SessionCard, SessionDetails, SessionState
from peerlearn.settings import settings

SITE = "PeerLearn"
SLOGAN = "PeerLearn: learn or teach, face to face"
PROMISE = "One mentor, one learner, face to face. Find a session, book it, and meet in a live video room."
PICTURE = "/social-card.png"
PICTURE_SHOWS = "PeerLearn: one mentor, one learner, face to face"
PICTURE_SIZE = (1200, 630)
LONGEST_DESCRIPTION = 160
SCHEMA = "https://schema.org"
# Taken out again by widgets/first_sight.jsx when the live page, which has a title of its own, takes over.
MARK = "data-first-sight"

Thing = dict[str, Any]


@dataclass(frozen=True)
class Head:
    """The head of one page; an unlisted page is one that search engines shall not show."""

    title: str
    description: str
    path: str
    things: tuple[Thing, ...] = ()
    listed: bool = True
    kind: str = "website"


def head_of_front(page: FrontPage) -> Head:
    """The start page: who we are, and what is on."""
    things: list[Thing] = [
        {"@type": "Organization", "name": SITE, "url": address("/"), "logo": address(PICTURE)},
        {"@type": "WebSite", "name": SITE, "url": address("/")},
    ]
    if page.sessions:
        entries = [
            {"@type": "ListItem", "position": place, "url": address(card.href), "name": card.title}
            for place, card in enumerate(page.sessions, start=1)
        ]
        things.append({"@type": "ItemList", "name": "Top Live Sessions", "itemListElement": entries})
    return Head(SLOGAN, PROMISE, "/", tuple(things))


def head_of_session(details: SessionDetails) -> Head:
    """One session: a course with one time, its price, and who gives it."""
    card = details.card
    title = f"{card.title} with {card.mentor_name}: {card.price} · {SITE}"
    if card.state == SessionState.OVER:
        return Head(title, f"This session is over. {shortened(details.description)}", card.href, listed=False)
    return Head(title, shortened(details.description), card.href, (_course(details),), kind="article")


def head_of_mentor(details: MentorDetails) -> Head:
    """One mentor: a person, what they teach, and how they are rated."""
    about = f"Learn {', '.join(details.skills)} with {details.name}" if details.skills else f"Learn with {details.name}"
    rated = f", rated {details.rating} of 5" if details.ratings else ""
    person: Thing = {"@type": "Person", "name": details.name, "url": address(details.href)}
    if details.skills:
        person["knowsAbout"] = list(details.skills)
    service: Thing = {
        "@type": "Service",
        "name": f"One-to-one sessions with {details.name}",
        "serviceType": "Tutoring",
        "provider": person,
        "url": address(details.href),
    }
    if details.ratings:
        service["aggregateRating"] = _rating(details.rating, details.ratings)
    offers = [_offer(card) for card in details.sessions if card.bookable]
    if offers:
        service["offers"] = offers
    page: Thing = {"@type": "ProfilePage", "url": address(details.href), "mainEntity": person}
    description = shortened(f"{about}{rated}, one to one in a live video room.")
    return Head(f"{details.name}, mentor · {SITE}", description, details.href, (page, service), kind="profile")


def head_of_missing(what: str) -> Head:
    """An address that leads to nothing."""
    return Head(f"There is no such {what} · {SITE}", f"There is no such {what} here.", "/", listed=False)


def tags(head: Head) -> str:
    """Title, description, address and picture, each escaped and marked."""
    here, (width, height) = address(head.path), PICTURE_SIZE
    metas = [
        ("name", "description", head.description),
        ("property", "og:type", head.kind),
        ("property", "og:site_name", SITE),
        ("property", "og:title", head.title),
        ("property", "og:description", head.description),
        ("property", "og:url", here),
        ("property", "og:image", address(PICTURE)),
        ("property", "og:image:width", str(width)),
        ("property", "og:image:height", str(height)),
        ("property", "og:image:alt", PICTURE_SHOWS),
        ("name", "twitter:card", "summary_large_image"),
    ]
    found = [f"<title {MARK}>{escape(head.title)}</title>"]
    if head.listed:
        found.append(f'<link {MARK} rel="canonical" href="{escape(here)}"/>')
    else:
        metas.append(("name", "robots", "noindex"))
    found += [f'<meta {MARK} {kind}="{name}" content="{escape(value)}"/>' for kind, name, value in metas]
    return "".join(found)


def json_ld(head: Head) -> str:
    """What the page is about, in the words of schema.org; nothing when there is nothing to say."""
    if not head.things:
        return ""
    # Inside a script element nothing of HTML's is special but "<": no title may end the element or begin another.
    text = json.dumps({"@context": SCHEMA, "@graph": head.things}, ensure_ascii=True, separators=(",", ":"))
    text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'<script {MARK} type="application/ld+json">{text}</script>'


def address(path: str) -> str:
    """A path as a whole address."""
    return settings.site_url + path


def shortened(text: str) -> str:
    """Text in one line, no longer than a search engine shows; cut between words."""
    line = re.sub(r"\s+", " ", text).strip()
    if len(line) <= LONGEST_DESCRIPTION:
        return line
    return line[: LONGEST_DESCRIPTION - 1].rsplit(" ", 1)[0] + "…"


def _course(details: SessionDetails) -> Thing:
    card = details.card
    return {
        "@type": "Course",
        "name": card.title,
        "description": details.description,
        "url": address(card.href),
        "provider": {"@type": "Organization", "name": SITE, "url": address("/")},
        "about": list(card.topics),
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "online",
            "startDate": card.starts_at,
            "courseWorkload": f"PT{card.duration_minutes}M",
            "instructor": {"@type": "Person", "name": card.mentor_name, "url": address(card.mentor_href)},
        },
        "offers": _offer(card),
    }


def _offer(card: SessionCard) -> Thing:
    rupees, paise = divmod(card.price_paise, 100)
    return {
        "@type": "Offer",
        "name": card.title,
        "category": "Paid",
        "price": f"{rupees}.{paise:02d}",
        "priceCurrency": "INR",
        "availability": f"{SCHEMA}/{'InStock' if card.bookable else 'SoldOut'}",
        "url": address(card.href),
    }


def _rating(average: str, count: int) -> Thing:
    return {"@type": "AggregateRating", "ratingValue": average, "ratingCount": count, "bestRating": 5, "worstRating": 1}
