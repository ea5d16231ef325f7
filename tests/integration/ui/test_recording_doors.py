"""The doors for recordings as a stranger, a cheat and a player find them; and what a raw socket can make begin."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx
import pytest
from sqlmodel import select

from peerlearn.domain import recordings, rooms
from peerlearn.domain.recordings.rules import LARGEST_PIECE
from peerlearn.domain.recordings.tables import Recording, RecordingConsent, RecordingPiece
from peerlearn.kit import database as in_use
from peerlearn.kit.work import unit_of_work
from tests.e2e.site import Site
from tests.integration.ui.calling import PAGES, answers, in_room, run, tab_of
from tests.integration.ui.cast import Caller, Cast, a_cast
from tests.recorder import recorded

HANDLERS = f"{PAGES}___room___recording___state____recording_state"
READY_WITHIN = 30.0


@pytest.fixture
def two(in_site: Site) -> Iterator[Cast]:
    """Two people of their own for each test, both in the room until the test is over."""
    cast = a_cast()
    assert cast.mentor.viewer is not None and cast.learner.viewer is not None
    with unit_of_work() as work:
        rooms.enter(work, cast.room_id, "m", by=cast.mentor.viewer)
        rooms.enter(work, cast.room_id, "l", by=cast.learner.viewer)
    yield cast
    with unit_of_work() as work:
        rooms.end(work, cast.room_id, by=cast.mentor.viewer)


@pytest.fixture(scope="module")
def pieces() -> list[bytes]:
    """Four seconds in three pieces."""
    return recorded(4, pieces=3)


def newest() -> Recording | None:
    with in_use.reading() as db:
        return db.exec(select(Recording).order_by(Recording.id.desc())).first()  # type: ignore[union-attr]


def begun(cast: Cast) -> str:
    with unit_of_work() as work:
        recordings.ask(work, cast.room_id, by=cast.learner.viewer)  # type: ignore[arg-type]
        recordings.answer(work, cast.room_id, True, by=cast.mentor.viewer)  # type: ignore[arg-type]
    found = newest()
    assert found is not None
    return found.name


def call(site: Site, who: Caller, method: str, path: str, body: bytes = b"", **headers: str) -> httpx.Response:
    sent = {"Origin": site.url, **({"Cookie": who.cookie} if who.cookie else {}), **headers}
    with httpx.Client(base_url=site.url, trust_env=False, timeout=30) as browser:
        return browser.request(method, path, content=body, headers=sent)


def kept() -> int:
    with in_use.reading() as db:
        return len(db.exec(select(RecordingPiece)).all())


def test_pieces_come_in_once_each_and_go_out_in_parts(site: Site, two: Cast, pieces: list[bytes]) -> None:
    name = begun(two)
    before = kept()
    for seq in (0, 0, 1, 2, 1):
        assert call(site, two.mentor, "POST", f"/recordings/{name}/1/{seq}", pieces[seq]).status_code == 200
    assert kept() == before + 3
    with unit_of_work() as work:
        recordings.stop(work, two.room_id, by=two.learner.viewer)  # type: ignore[arg-type]
    assert call(site, two.mentor, "POST", f"/recordings/{name}/sent").status_code == 200

    deadline = time.monotonic() + READY_WITHIN
    while (row := newest()) is None or row.state != "ready":
        assert time.monotonic() < deadline, "it was not joined"
        time.sleep(0.1)
    with in_use.reading() as db:
        [card] = recordings.of_room(db, two.room_id, by=two.learner.viewer)  # type: ignore[arg-type]

    watch, download = (href[href.index("/recordings/") :] for href in (card.watch, card.download))
    whole = call(site, two.learner, "GET", watch)
    part = call(site, two.learner, "GET", watch, Range="bytes=10-19")
    assert (whole.status_code, whole.headers["content-type"]) == (200, "video/webm")
    assert "no-store" in whole.headers["cache-control"]
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert "attachment" in call(site, two.learner, "GET", download).headers["content-disposition"]
    for stranger in (two.nobody, two.mentor, two.other_learner, two.other_mentor, two.admin):
        assert call(site, stranger, "GET", watch).status_code in (401, 403)
    assert call(site, two.learner, "GET", watch.replace("until=", "until=9")).status_code == 403
    assert call(site, two.learner, "GET", f"/media/{name}.webm").status_code == 404, "it has no other door"


@pytest.mark.parametrize("who", ["learner", "nobody", "other_mentor", "other_learner", "admin"])
def test_nobody_but_the_mentor_sends_pieces(site: Site, two: Cast, pieces: list[bytes], who: str) -> None:
    name, before = begun(two), kept()

    for path in (f"/recordings/{name}/1/0", f"/recordings/{name}/sent", f"/recordings/{'0' * 32}/1/0"):
        assert call(site, getattr(two, who), "POST", path, pieces[0]).status_code in (401, 403)

    assert kept() == before


FORGED: dict[str, tuple[int, Callable[[bytes], bytes], int]] = {
    "no video": (0, lambda body: b"x" * len(body), 415),
    "nothing": (0, lambda body: b"", 415),
    "too much": (0, lambda body: body + b"x" * LARGEST_PIECE, 415),
    "a later piece": (1, lambda body: body, 409),
}


@pytest.mark.parametrize("kind", FORGED)
def test_refuses_a_forged_piece(site: Site, two: Cast, pieces: list[bytes], kind: str) -> None:
    seq, forge, status = FORGED[kind]
    name, before = begun(two), kept()

    assert call(site, two.mentor, "POST", f"/recordings/{name}/1/{seq}", forge(pieces[0])).status_code == status
    elsewhere = call(site, two.mentor, "POST", f"/recordings/{name}/1/0", pieces[0], Origin="https://evil.example")
    assert elsewhere.status_code == 403

    assert kept() == before


def test_refuses_a_piece_over_the_quota(site: Site, two: Cast, pieces: list[bytes]) -> None:
    name = begun(two)
    with unit_of_work() as work:
        work.db.exec(select(Recording).where(Recording.name == name)).one().taken_bytes = 1_000_000_000 - 10

    assert call(site, two.mentor, "POST", f"/recordings/{name}/1/0", pieces[0]).status_code == 507

    found = newest()
    assert found is not None and found.state == "stopped", "and nobody believes that it goes on"


def test_over_a_raw_socket_one_alone_makes_nothing_begin(site: Site, two: Cast) -> None:
    async def alone() -> None:
        async with tab_of(site, two.mentor, **in_room(two.room_id)) as tab:
            for deed in ("ask", "agree", "agree", "ask", "decline", "agree"):
                await answers(tab, f"{HANDLERS}.{deed}", [{}])

    run(alone)

    found = newest()
    assert found is not None and found.state == "asked" and found.began_at is None
    with in_use.reading() as db:
        given = db.exec(select(RecordingConsent).where(RecordingConsent.recording_id == found.id)).all()
    assert [one.user_id for one in given] == [two.mentor.viewer.user_id]  # type: ignore[union-attr]
    assert call(site, two.mentor, "POST", f"/recordings/{found.name}/1/0", b"\x1a\x45\xdf\xa3webm").status_code == 410


def test_an_admin_needs_proof(two: Cast) -> None:
    name = begun(two)
    admin = two.admin.viewer
    assert admin is not None
    with in_use.reading() as db, pytest.raises(recordings.NotYourRecording):
        recordings.file_for_link(db, name, "9999999999", "0" * 64, by=replace(admin, proved_at=None))
