"""The doors for files in a chat: who may give and get one, what is taken, what is left on the disk, what is doubled."""

import http.client
import io
import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image
from sqlmodel import select

from peerlearn.domain import chats, rooms
from peerlearn.domain.chats.files import DROP_FILE
from peerlearn.domain.chats.tables import ChatFile
from peerlearn.kit import database as in_use
from peerlearn.kit.jobs import Job
from peerlearn.kit.work import unit_of_work
from tests.e2e.site import Site
from tests.integration.ui.cast import Caller, Cast, a_cast
from tests.unit.kit.test_pictures import png_of

PDF = b"%PDF-1.7\n" + os.urandom(300_000) + b"\n%%EOF\n"
NO_FILE = {
    "a page called a picture": b"<html><script>alert(1)</script></html>",
    "a drawing called a picture": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a page behind a picture's beginning": b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>",
    "a bomb": png_of(50_000, 50_000),
    "a program": b"MZ\x90\x00" + os.urandom(2_000),
}


def picture() -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (640, 480), (255, 87, 52)).save(body, "PNG")
    return body.getvalue()


def give(site: Site, caller: Caller, room_id: str, body: bytes, line: str, name: str = "notes.pdf") -> httpx.Response:
    headers = {"Origin": site.url, "Cookie": caller.cookie}
    with httpx.Client(base_url=site.url, trust_env=False, timeout=30) as browser:
        return browser.post(
            f"/session/{room_id}/files", params={"line": line, "name": name}, content=body, headers=headers
        )


def get(site: Site, caller: Caller, href: str) -> httpx.Response:
    with httpx.Client(base_url=site.url, trust_env=False) as browser:
        return browser.get(urlsplit(href).path, headers={"Cookie": caller.cookie} if caller.cookie else {})


def files_in(cast: Cast) -> list[chats.FileCard]:
    assert cast.learner.viewer is not None
    with in_use.reading() as db:
        lines = chats.newest_lines(db, cast.room_id, by=cast.learner.viewer)
    return [line.file for line in lines if line.file]


def on_disk(site: Site) -> set[str]:
    folder = Path(site.environment["MEDIA_FOLDER"])
    return set(os.listdir(folder)) if folder.is_dir() else set()


def test_a_picture_is_drawn_anew_and_given_to_the_two_to_keep(in_site: Site, cast: Cast) -> None:
    assert give(in_site, cast.mentor, cast.room_id, picture(), "p", "../..\\Board 1.png").status_code == 204

    [card] = files_in(cast)
    assert (card.name, card.width, card.height) == ("Board 1.webp", 640, 480)
    for person in (cast.mentor, cast.learner):
        answer = get(in_site, person, card.href)
        assert answer.status_code == 200
        assert answer.content[:4] == b"RIFF"
        assert answer.headers["content-type"] == "image/webp"
        assert answer.headers["content-disposition"].startswith("attachment")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["cache-control"] == "private, no-store"


def test_a_document_arrives_as_it_is(in_site: Site, cast: Cast) -> None:
    give(in_site, cast.learner, cast.room_id, PDF, "d", "पाठ 3.pdf")

    [card] = files_in(cast)
    answer = get(in_site, cast.mentor, card.href)
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert (card.name, card.size, card.width) == ("पाठ 3.pdf", "300 kB", 0)


def test_the_same_line_comes_once_however_often_it_is_sent(in_site: Site, cast: Cast) -> None:
    answers = [give(in_site, cast.mentor, cast.room_id, PDF, "again").status_code for _ in range(3)]
    there = on_disk(in_site)

    assert answers == [204] * 3
    assert len(files_in(cast)) == 1
    assert give(in_site, cast.mentor, cast.room_id, b"no file at all", "again").status_code == 204
    assert on_disk(in_site) == there


@pytest.mark.parametrize("who", ["nobody", "other_mentor", "other_learner", "admin"])
def test_is_closed_to_everybody_else(in_site: Site, cast: Cast, who: str) -> None:
    stranger: Caller = getattr(cast, who)
    give(in_site, cast.mentor, cast.room_id, PDF, "ours")
    [card], before = files_in(cast), on_disk(in_site)

    sent = give(in_site, stranger, cast.room_id, PDF, "theirs")
    nowhere = give(in_site, stranger, "0" * 32, PDF, "theirs")

    assert (sent.status_code, sent.text) == (nowhere.status_code, nowhere.text)
    assert sent.status_code == (401 if who == "nobody" else 404)
    assert get(in_site, stranger, card.href).status_code == 404
    assert len(files_in(cast)) == 1
    assert on_disk(in_site) == before


def test_a_file_of_one_room_is_not_in_another(in_site: Site, cast: Cast) -> None:
    give(in_site, cast.mentor, cast.room_id, PDF, "ours")
    [card], others = files_in(cast), a_cast()

    assert get(in_site, others.mentor, card.href.replace(cast.room_id, others.room_id)).status_code == 404
    assert get(in_site, cast.mentor, card.href.replace(cast.room_id, others.room_id)).status_code == 404
    assert get(in_site, cast.mentor, card.href).status_code == 200


@pytest.mark.parametrize("body", NO_FILE.values(), ids=NO_FILE)
def test_takes_nothing_that_pretends(in_site: Site, cast: Cast, body: bytes) -> None:
    before = on_disk(in_site)

    answer = give(in_site, cast.mentor, cast.room_id, body, "pretends", "picture.png")

    assert answer.status_code == 415
    assert "not taken here" in answer.text
    assert files_in(cast) == []
    assert on_disk(in_site) == before
    assert give(in_site, cast.mentor, cast.room_id, PDF, "pretends").status_code == 204  # another file, the same line


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_takes_none_from_other_sites(in_site: Site, cast: Cast, origin: str) -> None:
    headers = {"Origin": origin, "Cookie": cast.mentor.cookie}
    answer = httpx.post(f"{in_site.url}/session/{cast.room_id}/files?line=x", content=PDF, headers=headers)

    assert answer.status_code == 403
    assert files_in(cast) == []


def test_takes_ten_megabytes_and_not_eleven(in_site: Site, cast: Cast) -> None:
    before = on_disk(in_site)
    ten = b"%PDF-1.7\n" + bytes(chats.LARGEST_FILE - 20) + b"\n%%EOF"

    with suppress(httpx.TransportError):  # the server may hang up while we are still sending
        assert give(in_site, cast.mentor, cast.room_id, ten + bytes(1_000_000), "large").status_code == 413
    assert files_in(cast) == []
    assert on_disk(in_site) == before
    assert give(in_site, cast.mentor, cast.room_id, ten, "large").status_code == 204


def test_a_cut_line_leaves_nothing_and_may_be_tried_again(in_site: Site, cast: Cast) -> None:
    before = on_disk(in_site)
    connection = http.client.HTTPConnection(urlsplit(in_site.url).netloc, timeout=20)
    connection.putrequest("POST", f"/session/{cast.room_id}/files?line=cut&name=a.pdf")
    for name, value in {"Origin": in_site.url, "Cookie": cast.mentor.cookie, "Content-Length": str(len(PDF))}.items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(PDF[:100_000])
    connection.close()

    assert give(in_site, cast.mentor, cast.room_id, PDF, "cut", "a.pdf").status_code == 204
    assert len(files_in(cast)) == 1
    assert len(on_disk(in_site) - before) == 1


@pytest.mark.parametrize("line", ["", "x" * 65])
def test_takes_no_file_without_a_proper_line(in_site: Site, cast: Cast, line: str) -> None:
    assert give(in_site, cast.mentor, cast.room_id, PDF, line).status_code == 409
    assert files_in(cast) == []


@pytest.mark.parametrize("stem", ["../../site.sqlite3", "..%2f..%2fsite.sqlite3", "%00", "0" * 32, "%2fetc%2fpasswd"])
def test_gives_nothing_else(in_site: Site, cast: Cast, stem: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(in_site.url).netloc, timeout=20)
    connection.request("GET", f"/session/{cast.room_id}/files/{stem}", headers={"Cookie": cast.mentor.cookie})
    answer = connection.getresponse()

    assert b"SQLite" not in answer.read()
    assert answer.status in (404, 200)  # an address beside the door is a page like any other
    assert not (answer.headers.get("content-disposition") or "")


def test_takes_none_after_the_end_but_gives_them_still(in_site: Site, cast: Cast) -> None:
    assert cast.mentor.viewer is not None and cast.learner.viewer is not None
    give(in_site, cast.mentor, cast.room_id, PDF, "before")
    with unit_of_work() as work:
        rooms.enter(work, cast.room_id, "m", by=cast.mentor.viewer)
        rooms.enter(work, cast.room_id, "l", by=cast.learner.viewer)
        rooms.end(work, cast.room_id, by=cast.mentor.viewer)

    late = give(in_site, cast.mentor, cast.room_id, PDF, "after")

    assert (late.status_code, late.text) == (409, rooms.RoomClosed.message)
    [card] = files_in(cast)
    assert get(in_site, cast.learner, card.href).content == PDF


def test_a_room_takes_so_much_and_no_more(in_site: Site, cast: Cast) -> None:
    give(in_site, cast.mentor, cast.room_id, PDF, "first")
    with unit_of_work() as work:
        row = work.db.exec(select(ChatFile).order_by(ChatFile.id.desc())).first()  # type: ignore[union-attr]
        assert row is not None
        row.size_bytes = chats.MOST_BYTES - len(PDF) + 1

    full = give(in_site, cast.learner, cast.room_id, PDF, "second")

    assert (full.status_code, full.text) == (409, chats.RoomIsFull.message)
    assert len(files_in(cast)) == 1


def test_every_name_has_a_job_that_deletes_what_no_line_has(in_site: Site, cast: Cast) -> None:
    assert cast.mentor.viewer is not None
    with unit_of_work() as work:
        kept_as = chats.begin_file(work, cast.room_id, "begun", by=cast.mentor.viewer)
        now = work.now
    with in_use.reading() as db:
        [job] = [job for job in db.exec(select(Job).where(Job.kind == DROP_FILE)) if kept_as in job.key]

    assert job.payload == {"kept_as": kept_as}
    assert job.run_at - now > chats.ARRIVES_WITHIN + timedelta(minutes=10)
