"""A site whose files are in an S3-compatible store: what is given comes back, and nothing breaks while it is away."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from peerlearn.domain import chats
from peerlearn.kit import database as in_use
from scripts.build_frontend import ensure_built
from tests.e2e.site import Site, running_site
from tests.integration.ui.cast import Caller, Cast, a_cast
from tests.servers import Store

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 6_000 + b"\n%%EOF"  # more than one block


@pytest.fixture
def stored(tmp_path: Path, store: Store, database: str) -> Iterator[Site]:
    """The site, with its database as the one that makers write to."""
    with running_site(tmp_path, REFLEX_WEB_WORKDIR=str(ensure_built()), **store.environment) as site:
        in_use.use(site.database_url)
        yield site
        in_use.use(database)


def call(site: Site, who: Caller, method: str, path: str, body: bytes = b"", **headers: str) -> httpx.Response:
    sent = {"Origin": site.url, "Cookie": who.cookie, **headers}
    with httpx.Client(base_url=site.url, trust_env=False, timeout=60) as browser:
        return browser.request(method, path, content=body, headers=sent)


def give(site: Site, cast: Cast, line: str) -> int:
    path = f"/session/{cast.room_id}/files?line={line}&name=notes.pdf"
    return call(site, cast.mentor, "POST", path, PDF).status_code


def address_of(cast: Cast) -> str:
    assert cast.learner.viewer is not None
    with in_use.reading() as db:
        lines = chats.newest_lines(db, cast.room_id, by=cast.learner.viewer)
    [file] = [line.file for line in lines if line.file]
    return urlsplit(file.href).path


def in_store(store: Store) -> int:
    return httpx.get(f"{store.url}/{store.bucket}?list-type=2", trust_env=False).text.count("<Key>")


def test_what_one_gives_the_other_gets_whole_and_in_parts(stored: Site, store: Store) -> None:
    cast = a_cast()

    assert give(stored, cast, "a") == 204

    assert in_store(store) == 1
    assert list(Path(stored.environment["MEDIA_FOLDER"]).iterdir()) == []
    address = address_of(cast)
    assert call(stored, cast.learner, "GET", address).content == PDF
    part = call(stored, cast.learner, "GET", address, Range="bytes=1048570-1048590")
    assert (part.status_code, part.content) == (206, PDF[1048570:1048591])
    last = call(stored, cast.learner, "GET", address, Range="bytes=-10")
    assert (last.content, last.headers["content-range"]) == (
        PDF[-10:],
        f"bytes {len(PDF) - 10}-{len(PDF) - 1}/{len(PDF)}",
    )
    assert call(stored, cast.learner, "GET", address, Range=f"bytes={len(PDF)}-").status_code == 416
    head = call(stored, cast.learner, "HEAD", address)
    assert (head.content, head.headers["content-length"]) == (b"", str(len(PDF)))
    assert call(stored, cast.other_learner, "GET", address).status_code == 404


def test_a_store_that_is_away_is_said_and_what_was_tried_goes_through_later(stored: Site, store: Store) -> None:
    cast = a_cast()
    store.kill()

    assert give(stored, cast, "a") == 503
    assert httpx.get(f"{stored.url}/healthz/ready", trust_env=False).status_code == 200
    store.start()

    assert give(stored, cast, "a") == 204
    address = address_of(cast)
    store.kill()
    assert call(stored, cast.learner, "GET", address).status_code == 503
    store.start()
    assert call(stored, cast.learner, "GET", address).status_code == 404, "this store forgets"
    assert in_store(store) == 0
