"""The doors for videos: who may send one, what is taken, what is left on the disk, and how it is given out."""

import http.client
import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from sqlmodel import select

from peerlearn.domain import accounts
from peerlearn.domain.accounts.intro_video import DROP_VIDEO, MOST_BEGUN
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.kit import database as in_use
from peerlearn.kit import storage
from peerlearn.kit.jobs import Job
from peerlearn.kit.work import unit_of_work
from tests.e2e.site import Site
from tests.integration.ui.cast import Caller, Cast, signed_in
from tests.makers import a_mentor

DOOR = "/profile/intro-video"
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + os.urandom(300_000)
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm" + os.urandom(3_000)
MOV = b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  " + os.urandom(3_000)
NO_VIDEO = {
    "a picture": b"\x89PNG\r\n\x1a\n" + os.urandom(2_000),
    "a page": b"<html><script>alert(1)</script>" + b" " * 2_000,
    "a picture in the same box": b"\x00\x00\x00\x20ftypheic\x00\x00\x00\x00" + os.urandom(2_000),
    "matroska": b"\x1a\x45\xdf\xa3\xa3\x42\x82\x88matroska" + os.urandom(2_000),
    "a few bytes": b"ftyp",
    "nothing": b"",
}


@pytest.fixture
def meera(in_site: Site) -> Caller:
    """A mentor of their own for each test."""
    return signed_in(a_mentor("Meera"))


def post(site: Site, caller: Caller, body: bytes, **headers: str) -> httpx.Response:
    sent = {"Origin": site.url, "Content-Type": "video/mp4", **headers}
    if caller.cookie:
        sent["Cookie"] = caller.cookie
    with httpx.Client(base_url=site.url, trust_env=False, timeout=30) as browser:
        return browser.post(DOOR, content=body, headers=sent)


def get(site: Site, path: str, **headers: str) -> httpx.Response:
    with httpx.Client(base_url=site.url, trust_env=False) as browser:
        return browser.get(path, headers=headers)


def video_of(caller: Caller) -> str | None:
    assert caller.viewer is not None
    with in_use.reading() as db:
        return db.get_one(User, caller.viewer.user_id).intro_video


def files(site: Site) -> set[str]:
    folder = Path(site.environment["MEDIA_FOLDER"])
    return set(os.listdir(folder)) if folder.is_dir() else set()


def until(truth: object, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if truth():  # type: ignore[operator]
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("body", "kind"), [(MP4, "video/mp4"), (WEBM, "video/webm"), (MOV, "video/quicktime")], ids=["mp4", "webm", "mov"]
)
def test_takes_a_video_and_gives_it_to_everybody(in_site: Site, meera: Caller, body: bytes, kind: str) -> None:
    taken = post(in_site, meera, body, **{"Content-Type": "text/html"})  # what it is called says nothing

    assert taken.status_code == 200
    assert taken.text == f"/media/{video_of(meera)}"
    whole = get(in_site, taken.text)
    assert (whole.status_code, whole.content) == (200, body)
    assert whole.headers["content-type"] == kind
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert whole.headers["accept-ranges"] == "bytes"
    part = get(in_site, taken.text, Range="bytes=100-199")
    assert (part.status_code, part.content) == (206, body[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(body)}"
    assert get(in_site, taken.text, Range="bytes=-50").content == body[-50:]
    assert get(in_site, taken.text, Range=f"bytes={len(body)}-").status_code == 416


@pytest.mark.parametrize("body", NO_VIDEO.values(), ids=NO_VIDEO)
def test_takes_nothing_that_is_no_video(in_site: Site, meera: Caller, body: bytes) -> None:
    before = files(in_site)

    answer = post(in_site, meera, body)

    assert answer.status_code == 415
    assert "MP4, WebM or MOV" in answer.text
    assert video_of(meera) is None
    assert files(in_site) == before


@pytest.mark.parametrize(("who", "status"), [("nobody", 401), ("learner", 403), ("admin", 403)])
def test_takes_none_from_others(in_site: Site, cast: Cast, who: str, status: int) -> None:
    before = files(in_site)
    caller: Caller = getattr(cast, who)

    assert post(in_site, caller, MP4).status_code == status
    assert files(in_site) == before
    if caller.viewer:
        assert video_of(caller) is None


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_takes_none_from_other_sites(in_site: Site, meera: Caller, origin: str) -> None:
    assert post(in_site, meera, MP4, Origin=origin).status_code == 403
    assert video_of(meera) is None


def test_refuses_what_is_too_large_before_it_comes(in_site: Site, meera: Caller) -> None:
    before = files(in_site)
    connection = a_request(in_site, meera, length=50_000_001)
    connection.send(MP4[:64])  # and no more

    answer = connection.getresponse()

    assert answer.status == 413
    assert files(in_site) == before


def test_breaks_off_what_turns_out_too_large(in_site: Site, meera: Caller) -> None:
    def endless() -> Iterator[bytes]:
        yield MP4[:64]
        for _ in range(51):
            yield bytes(1_000_000)

    before = files(in_site)
    try:
        answer = post(in_site, meera, endless())  # type: ignore[arg-type]
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # the server hung up while we were still sending
    assert until(lambda: files(in_site) == before)
    assert video_of(meera) is None


def test_a_cut_line_leaves_nothing(in_site: Site, meera: Caller) -> None:
    before = files(in_site)
    connection = a_request(in_site, meera, length=5_000_000)
    connection.send(MP4)
    assert until(lambda: files(in_site) != before)  # it is arriving

    connection.close()

    assert until(lambda: files(in_site) == before)
    assert video_of(meera) is None


def test_another_takes_its_place_and_the_old_file_goes(in_site: Site, meera: Caller) -> None:
    first, second = (post(in_site, meera, body).text for body in (MP4, WEBM))

    assert get(in_site, first).status_code == 404  # at once, whenever its file goes
    assert until(lambda: not {Path(first).name} & files(in_site))
    assert get(in_site, second).content == WEBM
    with unit_of_work() as work:
        assert meera.viewer is not None
        accounts.remove_video(work, meera.viewer)
    assert get(in_site, second).status_code == 404
    assert until(lambda: not {Path(second).name} & files(in_site))


@pytest.mark.parametrize(
    "name",
    [
        "../site.sqlite3",
        "..%2fsite.sqlite3",
        "%2e%2e/site.sqlite3",
        "%2fetc%2fpasswd",
        f"{0:032}.mp4",
        "x.mp4",
        "%00",
    ],
)
def test_gives_nothing_else(in_site: Site, name: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(in_site.url).netloc, timeout=20)
    connection.request("GET", f"/media/{name}")
    answer = connection.getresponse()

    assert answer.status == 404
    assert b"SQLite" not in answer.read()


def test_lets_nobody_fill_the_disk(in_site: Site, meera: Caller) -> None:
    answers = [post(in_site, meera, NO_VIDEO["a picture"]).status_code for _ in range(MOST_BEGUN + 1)]

    assert answers == [415] * MOST_BEGUN + [429]
    assert post(in_site, meera, MP4).status_code == 429


def test_every_name_has_a_job_that_deletes_what_nobody_shows(in_site: Site, meera: Caller) -> None:
    assert meera.viewer is not None
    with unit_of_work() as work:
        stem = accounts.begin_video(work, meera.viewer)
        now = work.now
    with in_use.reading() as db:
        jobs = [job for job in db.exec(select(Job).where(Job.kind == DROP_VIDEO)) if stem in job.key]

    assert {job.payload["name"] for job in jobs} == {f"{stem}.{ending}" for ending in storage.VIDEO_TYPES}
    assert all(job.run_at - now > accounts.ARRIVES_WITHIN + timedelta(minutes=10) for job in jobs)


def test_is_written_down(in_site: Site, meera: Caller) -> None:
    post(in_site, meera, WEBM)

    assert meera.viewer is not None
    with in_use.reading() as db:
        lines = db.exec(select(AuditEntry.action).where(AuditEntry.actor_id == meera.viewer.user_id)).all()
    assert {"profile.video_began", "profile.video"} <= set(lines)


def a_request(site: Site, caller: Caller, *, length: int) -> http.client.HTTPConnection:
    """One whose body is still to come."""
    connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=20)
    connection.putrequest("POST", DOOR)
    for name, value in {"Origin": site.url, "Cookie": caller.cookie, "Content-Length": str(length)}.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection
