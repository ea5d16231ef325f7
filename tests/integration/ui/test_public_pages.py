"""What search engines and slow phones read: real HTML with what is so, a real 404, and never a script of somebody's."""

import base64
import hashlib
import json
import re
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from sqlmodel import select

from peerlearn.domain import discovery
from peerlearn.domain.catalog.tables import Offering, OfferingStatus
from peerlearn.kit import clock, database
from peerlearn.kit.money import Money
from peerlearn.kit.work import unit_of_work
from tests.e2e.site import Site
from tests.eventually import eventually
from tests.integration.ui.test_hostile_text import HOSTILE
from tests.makers import a_completed_booking, a_confirmed_booking, a_learner, a_mentor, an_offering

UNSTORABLE = ("half a character", "nul")  # no handler lets them in


class Read(HTMLParser):
    """A page as a machine reads it, without running anything."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.status, self.headers, self.html = answer.status_code, answer.headers, answer.text
        self.words, self.title, self._inside = "", "", ""
        self.metas: dict[str, str] = {}
        self.links: dict[str, list[str]] = {}
        self.hrefs: list[str] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._inside = tag
        if tag == "meta":
            self.metas[str(given.get("name") or given.get("property"))] = str(given.get("content"))
        if tag == "link":
            self.links.setdefault(str(given.get("rel")), []).append(str(given.get("href")))
        if tag == "a":
            self.hrefs.append(str(given.get("href")))
        if tag == "script":
            self.scripts.append((given, ""))

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts[-1] = (self.scripts[-1][0], self.scripts[-1][1] + data)
        elif self._inside == "title":
            self.title += data
        else:
            self.words += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    @property
    def things(self) -> dict[str, Any]:
        """The JSON-LD, by type."""
        found = [text for given, text in self.scripts if given.get("type") == "application/ld+json"]
        return {thing["@type"]: thing for text in found for thing in json.loads(text)["@graph"]}


def read(site: Site, path: str, **headers: str) -> Read:
    return Read(httpx.get(site.url + path, headers=headers))


def described(offering_id: int, words: str) -> None:
    with unit_of_work() as work:
        work.db.get_one(Offering, offering_id).description = words


def test_a_session_can_be_read_without_javascript(in_site: Site) -> None:
    meera = a_mentor("Meera Iyer", skills=["Python"])
    a_completed_booking(meera, stars=4)
    starts_at = clock.now().replace(year=2030, month=12, day=1, hour=4, minute=30, second=0, microsecond=0)
    number = an_offering(
        meera, title="Loops from scratch", topics=["For", "While"], price=Money.rupees(1500), starts_at=starts_at
    )
    described(number, "First for,\nthen while.")

    page = read(in_site, f"/sessions/{number}/")

    here = f"{in_site.url}/sessions/{number}/"
    assert page.status == 200
    assert page.title == "Loops from scratch with Meera Iyer: ₹1,500 · PeerLearn"
    for words in ("Loops from scratch", "Meera Iyer", "₹1,500", "₹1,650 in all", "First for,\nthen while.", "While"):
        assert words in page.words
    assert "Sun, 1 Dec, 10:00 am IST" in page.words
    assert "4.0" in page.words and "(1)" in page.words
    assert page.links["canonical"] == [here]
    assert page.metas["description"] == page.metas["og:description"] == "First for, then while."
    assert (page.metas["og:title"], page.metas["og:url"]) == (page.title, here)
    assert "robots" not in page.metas
    offer = page.things["Course"]["offers"]
    assert (offer["price"], offer["priceCurrency"]) == ("1500.00", "INR")
    assert offer["availability"].endswith("/InStock")
    assert f"/register/?role=learner&next=%2Fdashboard%2Flearner%2F%3Fbook%3D{number}" in page.hrefs
    assert f"/mentors/{page.things['Course']['hasCourseInstance']['instructor']['url'].split('/')[-2]}/" in page.hrefs


def test_a_mentor_can_be_read_without_javascript(in_site: Site) -> None:
    mentor = a_mentor("Nila Sen", skills=["Guitar", "Harmony"])
    a_completed_booking(mentor, stars=5), a_completed_booking(mentor, stars=4)
    number = an_offering(mentor, title="First chords")

    page = read(in_site, "/mentors/nila-sen")

    assert page.status == 200
    assert page.title == "Nila Sen, mentor · PeerLearn"
    for words in ("Nila Sen", "Guitar", "Harmony", "4.5", "2 sessions taught", "First chords", "₹1,000"):
        assert words in page.words
    assert (
        page.metas["description"]
        == "Learn Guitar, Harmony with Nila Sen, rated 4.5 of 5, one to one in a live video room."
    )
    assert page.things["Service"]["aggregateRating"] == {
        "@type": "AggregateRating",
        "ratingValue": "4.5",
        "ratingCount": 2,
        "bestRating": 5,
        "worstRating": 1,
    }
    assert page.things["ProfilePage"]["mainEntity"]["knowsAbout"] == ["Guitar", "Harmony"]
    assert f"/sessions/{number}/" in page.hrefs


def test_says_of_a_new_mentor_that_they_are_new(in_site: Site) -> None:
    a_mentor("Newcomer Das")

    page = read(in_site, "/mentors/newcomer-das/")

    assert "New" in page.words and "No open sessions right now" in page.words
    assert "aggregateRating" not in page.things["Service"]
    assert "offers" not in page.things["Service"]


def test_a_session_that_is_taken_or_over_says_so(in_site: Site) -> None:
    taken = a_confirmed_booking(learner=a_learner("Secret Lalit"))
    over = an_offering(title="Long ago", starts_at=clock.now() - timedelta(days=2))

    page = read(in_site, f"/sessions/{taken.offering_id}/")
    assert (page.status, "Booked" in page.words, "Secret" in page.html) == (200, True, False)
    assert page.things["Course"]["offers"]["availability"].endswith("/SoldOut")
    assert not any("book" in href for href in page.hrefs)

    page = read(in_site, f"/sessions/{over}/")
    assert (page.status, "This session is over." in page.words, page.metas["robots"]) == (200, True, "noindex")
    assert page.things == {}


@pytest.mark.parametrize(
    "path",
    [
        "/sessions/999999",
        "/sessions/0/",
        "/sessions/-1",
        "/sessions/1e3",
        "/sessions/9999999999999999999999/",
        "/sessions/%00",
        "/mentors/nobody-here/",
        "/mentors/Nobody",
        "/mentors/%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "/mentors/..%2f..%2fetc%2fpasswd",
        f"/mentors/{'m' * 4000}",
    ],
)
def test_what_is_not_there_is_a_real_404(in_site: Site, path: str) -> None:
    page = read(in_site, path)

    assert page.status == 404
    assert page.metas.get("robots", "noindex") == "noindex"
    assert "alert(1)" not in page.html


def test_a_learner_has_no_public_page(in_site: Site) -> None:
    a_learner("Lalit Private")

    assert read(in_site, "/mentors/lalit-private/").status == 404


@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if kind not in UNSTORABLE])
def test_hostile_text_stays_text(in_site: Site, kind: str) -> None:
    text = HOSTILE[kind] + " \u2028 ]]> --> &quot; <!--<script>"
    mentor = a_mentor(text[:100], skills=[text])
    number = an_offering(mentor, title=text, topics=[text])
    described(number, text)
    clean = read(in_site, "/sessions/999999/")

    session = read(in_site, f"/sessions/{number}/")
    handle = session.things["Course"]["hasCourseInstance"]["instructor"]["url"].split("/")[-2]

    for page in (session, read(in_site, f"/mentors/{handle}/"), read(in_site, "/")):
        assert page.status == 200
        assert _own_scripts(page) == _own_scripts(clean) or page.title.startswith("PeerLearn:")
        assert set(_own_scripts(page)) <= _allowed(page)
        assert page.html.count("<img src=x") == 0
        assert page.html.count("<!--<script>") == 0
    assert session.things["Course"]["name"] == text
    assert text in session.words


def _own_scripts(page: Read) -> list[str]:
    """The fingerprints of what would run, in order."""
    runs = [text for given, text in page.scripts if given.get("type") != "application/ld+json" and text]
    return [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in runs]


def _allowed(page: Read) -> set[str]:
    return set(re.findall(r"'sha256-([^']+)'", page.headers["content-security-policy"]))


def nothing_on() -> None:
    """What other tests of this site left may fill the rails, at any pace; end it."""
    with unit_of_work() as work:
        for offering in work.db.exec(select(Offering).where(Offering.status == OfferingStatus.ACTIVE)):
            offering.status = OfferingStatus.CANCELLED


def test_the_start_page_can_be_read_without_javascript(in_site: Site) -> None:
    nothing_on()
    an_offering(a_mentor("Omar Front"), starts_at=clock.now() + timedelta(minutes=3))
    with database.reading() as db:
        front = discovery.front_page(db)
    urls = [f"{in_site.url}{card.href}" for card in front.sessions]

    def listed() -> bool:
        things = read(in_site, "/").things
        return [entry["url"] for entry in things["ItemList"]["itemListElement"]] == urls

    eventually(listed)
    page = read(in_site, "/")
    assert page.status == 200
    assert "Learn or Teach" in page.words and "Join Now" in page.words
    for card in front.sessions:
        assert card.title in page.words and card.price in page.words and card.href in page.hrefs
    for mentor in front.mentors:
        assert mentor.name in page.words and mentor.href in page.hrefs
    assert {"Organization", "WebSite"} <= page.things.keys()
    assert page.metas["og:image"] == f"{in_site.url}/social-card.png"
    picture = httpx.get(page.metas["og:image"])
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
    assert picture.content[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")


def test_is_sent_again_only_when_it_changed(in_site: Site) -> None:
    mentor = a_mentor("Etta Gupta")
    path = "/mentors/etta-gupta/"
    first = read(in_site, path)

    again = httpx.get(in_site.url + path, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content, first.headers["cache-control"]) == (304, b"", "no-cache")

    number = an_offering(mentor, title="Something new")

    def changed() -> bool:
        answer = httpx.get(in_site.url + path, headers={"if-none-match": first.headers["etag"]})
        return answer.status_code == 200 and f"/sessions/{number}/" in answer.text

    eventually(changed)


def test_is_small_on_the_wire_and_the_same_for_whoever_unpacks_nothing(in_site: Site) -> None:
    packed, plain = (read(in_site, "/", **{"accept-encoding": kind}) for kind in ("gzip", "identity"))

    assert packed.html == plain.html
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 3
    assert httpx.head(in_site.url + "/").status_code == 200


def test_the_site_map_names_what_there_is(in_site: Site) -> None:
    mentor = a_mentor("Sita Map")
    number, over = an_offering(mentor), an_offering(mentor, starts_at=clock.now() - timedelta(days=1))

    def named() -> bool:
        found = httpx.get(in_site.url + "/sitemap.xml").text
        return all(
            f"<loc>{in_site.url}{path}</loc>" in found for path in ("/", "/mentors/sita-map/", f"/sessions/{number}/")
        )

    eventually(named)
    found = httpx.get(in_site.url + "/sitemap.xml").text
    assert f"/sessions/{over}/" not in found and "/dashboard/" not in found
    robots = httpx.get(in_site.url + "/robots.txt").text
    assert "Disallow: /dashboard/" in robots and f"Sitemap: {in_site.url}/sitemap.xml" in robots
