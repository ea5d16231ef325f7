"""Public pages as real HTML: what a search engine, a chat's preview and a slow phone read before any JavaScript runs.

The front end that was built knows a mentor's page only as a pattern. Here the pattern gets its words: the head is
filled in, and the content is put into a `<first-sight>` element, which the live page replaces once it has its data
(ui/widgets/first_sight.jsx). What the content looks like the pages themselves say, through `Drawings`.
"""

import gzip
import hashlib
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from peerlearn.api import page_head
from peerlearn.api.built_pages import BuiltPages
from peerlearn.api.page_head import Head
from peerlearn.domain import discovery
from peerlearn.domain.discovery import FrontPage, MentorDetails, SessionDetails
from peerlearn.kit.work import read_kept

log = logging.getLogger(__name__)

MOST_KEPT = 500
SESSION, MENTOR = "sessions/:session_number", "mentors/:mentor_handle"  # as the browser's router writes them
_ENCODING = '<meta charSet="utf-8"/>'
_OWN_HEAD = re.compile(r"<title>.*?</title>|<meta[^>]*(?:og:image|name=\"description\")[^>]*/>", re.DOTALL)


@dataclass(frozen=True)
class Drawings:
    """The content of each page as HTML, made by the pages themselves; of the start page, what fills its gaps."""

    front: Callable[[FrontPage], Mapping[str, str]]
    session: Callable[[SessionDetails | None], str]
    mentor: Callable[[MentorDetails | None], str]


@dataclass(frozen=True)
class Answer:
    """A page ready to be sent, and what it was made from."""

    made_from: Any
    body: bytes
    packed: bytes
    etag: str


class PublicPages:
    """Answers with the built pages' own HTML, filled in."""

    def __init__(self, folder: Path, draw: Drawings) -> None:
        self._built = BuiltPages(folder)
        self._patterns = {route: self._built.pattern(route) for route in (SESSION, MENTOR)}
        self._draw = draw
        self._no_session = self._missing(SESSION, "session", draw.session(None))
        self._no_mentor = self._missing(MENTOR, "mentor", draw.mentor(None))
        self._kept: dict[str, Answer] = {}

    def routes(self) -> list[BaseRoute]:
        """The addresses answered here; each also without its last slash, as the site's other pages."""
        pages = {"/sessions/{number}": self.session, "/mentors/{handle}": self.mentor}
        addresses = [(address + slash, page) for address, page in pages.items() for slash in ("", "/")]
        return [Route("/", self.front), *(Route(address, page) for address, page in addresses)]

    async def front(self, request: Request) -> Response:
        """The start page."""
        try:
            page = await read_kept(discovery.TOPICS, discovery.front_page)
            return self._answer(request, page, lambda: self._front_html(page))
        except Exception:
            log.exception("The start page goes out as it was built")
            return Response(self._built.front, media_type="text/html")

    async def session(self, request: Request) -> Response:
        """One session's page; 404 where there is none."""
        number = discovery.session_number(request.path_params["number"])
        details = await read_kept(discovery.TOPICS, discovery.session_details, number) if number else None
        if details is None:
            return Response(self._no_session, 404, media_type="text/html")
        head = page_head.head_of_session(details)
        return self._answer(request, details, lambda: self._page_html(SESSION, head, self._draw.session(details)))

    async def mentor(self, request: Request) -> Response:
        """One mentor's page; 404 where there is none."""
        handle = discovery.mentor_handle(request.path_params["handle"])
        details = await read_kept(discovery.TOPICS, discovery.mentor_details, handle) if handle else None
        if details is None:
            return Response(self._no_mentor, 404, media_type="text/html")
        head = page_head.head_of_mentor(details)
        return self._answer(request, details, lambda: self._page_html(MENTOR, head, self._draw.mentor(details)))

    def _front_html(self, page: FrontPage) -> str:
        filled = self._built.filled(self._draw.front(page))
        return _with_head(_OWN_HEAD.sub("", filled), page_head.head_of_front(page))

    def _page_html(self, route: str, head: Head, content: str) -> str:
        told = f"<first-sight>{self._built.framed(content)}</first-sight>"
        html = _with_head(self._patterns[route], head)
        return re.sub(r"(<body[^>]*>)", lambda found: found[1] + told, html, count=1)

    def _missing(self, route: str, what: str, content: str) -> bytes:
        return self._page_html(route, page_head.head_of_missing(what), content).encode()

    def _answer(self, request: Request, made_from: Any, make: Callable[[], str]) -> Response:
        path = request.url.path
        answer = self._kept.get(path)
        if answer is None or answer.made_from is not made_from:
            body = make().encode()
            etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
            answer = Answer(made_from, body, gzip.compress(body, 6, mtime=0), etag)
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[path] = answer
        headers = {"etag": answer.etag, "cache-control": "no-cache", "vary": "Accept-Encoding"}
        if answer.etag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["content-encoding"] = "gzip"
            return Response(answer.packed, 200, headers, media_type="text/html")
        return Response(answer.body, 200, headers, media_type="text/html")


def _with_head(html: str, head: Head) -> str:
    # The tags come right after the encoding: previews that read little shall find them. The data comes last: React
    # takes the first script without an address in the head for the first such script of its own.
    html = html.replace(_ENCODING, _ENCODING + page_head.tags(head), 1)
    return html.replace("</head>", page_head.json_ld(head) + "</head>", 1)
