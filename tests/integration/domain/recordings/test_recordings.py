"""Recordings on a real database: who must agree, who may send and watch, what ends them, what is kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from sqlmodel import select

from peerlearn.domain import recordings, rooms, verification
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.recordings.keeping import REMOVE
from peerlearn.domain.recordings.rules import ASKED_FOR, LARGEST_PIECE, LATE_PIECES, VANISHED_AFTER, State
from peerlearn.domain.recordings.tables import Recording, RecordingConsent
from peerlearn.kit import clock, pieces, storage
from peerlearn.kit.database import reading
from peerlearn.kit.jobs import Job, JobState, enqueue, run_next
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.storage.bucket import Bucket
from peerlearn.kit.work import unit_of_work
from peerlearn.settings import settings
from tests.makers import Booked, a_confirmed_booking, a_learner, a_mentor, an_admin, an_offering
from tests.recorder import recorded
from tests.servers import Store

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def booked(database: str) -> Booked:
    """A confirmed half hour that starts in five minutes, with both in the room."""
    soon = clock.now() + timedelta(minutes=5)
    made = a_confirmed_booking(an_offering(starts_at=soon, duration_minutes=30))
    with unit_of_work() as work:
        rooms.enter(work, made.room_id, "m", by=made.mentor)
        rooms.enter(work, made.room_id, "l", by=made.learner)
    return made


def do(action: Callable[..., object], *args: object, by: Viewer) -> None:
    with unit_of_work() as work:
        action(work, *args, by=by)


def now_for(booked: Booked, by: Viewer) -> recordings.Now:
    with reading() as db:
        return recordings.now_in(db, booked.room_id, by=by)


def row_of(booked: Booked) -> Recording:
    with reading() as db:
        return db.exec(select(Recording).order_by(Recording.id.desc())).first()  # type: ignore[union-attr, return-value]


def begun(booked: Booked) -> str:
    """Both agreed; the recording's name."""
    do(recordings.ask, booked.room_id, by=booked.learner)
    do(recordings.answer, booked.room_id, True, by=booked.mentor)
    return now_for(booked, booked.mentor).name


def send(booked: Booked, name: str, body: bytes, seq: int = 0, part: int = 1) -> None:
    pieces.keep(name, part, seq, body)
    do(recordings.keep_piece, name, part, seq, len(body), by=booked.mentor)


def cards(booked: Booked, by: Viewer) -> tuple[recordings.RecordingCard, ...]:
    with reading() as db:
        return recordings.of_room(db, booked.room_id, by=by)


def follow(href: str, by: Viewer) -> str:
    query = {key: value[0] for key, value in parse_qs(urlsplit(href).query).items()}
    name = urlsplit(href).path.removeprefix("/recordings/").removesuffix(".webm")
    with reading() as db:
        return recordings.file_for_link(db, name, query["until"], query["seal"], by=by)


def do_jobs() -> None:
    while run_next():
        pass


@pytest.fixture
def ready(booked: Booked) -> Booked:
    """Three seconds were recorded, and are joined."""
    name = begun(booked)
    for seq, body in enumerate(recorded(3, pieces=4)):
        send(booked, name, body, seq)
    do(recordings.stop, booked.room_id, by=booked.learner)
    do(recordings.all_sent, name, by=booked.mentor)
    do_jobs()
    return booked


@pytest.mark.parametrize("asker", ["mentor", "learner"])
def test_begins_when_both_have_agreed_and_keeps_who_and_when(booked: Booked, asker: str) -> None:
    first, second = booked.mentor, booked.learner
    if asker == "learner":
        first, second = second, first
    do(recordings.ask, booked.room_id, by=first)
    assert (now_for(booked, first).state, now_for(booked, first).mine) == (State.ASKED, True)
    assert (now_for(booked, second).state, now_for(booked, second).mine) == (State.ASKED, False)

    do(recordings.answer, booked.room_id, True, by=second)

    assert {now_for(booked, one).state for one in (first, second)} == {State.RECORDING}
    assert now_for(booked, booked.mentor).name and not now_for(booked, booked.learner).name
    with reading() as db:
        kept = db.exec(select(RecordingConsent)).all()
    assert {(one.user_id, one.agreed) for one in kept} == {(first.user_id, True), (second.user_id, True)}
    assert all(one.answered_at <= clock.now() for one in kept)


def test_nobody_agrees_for_the_other(booked: Booked) -> None:
    do(recordings.ask, booked.room_id, by=booked.learner)

    with pytest.raises(recordings.RecordingOver):
        do(recordings.answer, booked.room_id, True, by=booked.learner)

    assert now_for(booked, booked.mentor).state == State.ASKED


def test_takes_no_piece_before_both_agreed(booked: Booked) -> None:
    do(recordings.ask, booked.room_id, by=booked.mentor)
    name = row_of(booked).name

    with pytest.raises(recordings.RecordingOver):
        do(recordings.keep_piece, name, 1, 0, 10, by=booked.mentor)
    with unit_of_work() as work:  # whatever else may go wrong: without both consents nothing is kept
        row = work.db.exec(select(Recording)).one()
        row.state, row.began_at = State.RECORDING, work.now
    with pytest.raises(recordings.NotYourRecording):
        do(recordings.keep_piece, name, 1, 0, 10, by=booked.mentor)


def test_who_was_declined_does_not_ask_again_but_the_other_may(booked: Booked) -> None:
    do(recordings.ask, booked.room_id, by=booked.mentor)
    do(recordings.answer, booked.room_id, False, by=booked.learner)
    assert now_for(booked, booked.mentor) == recordings.Now("", False, "", True)

    with pytest.raises(recordings.AlreadyDeclined):
        do(recordings.ask, booked.room_id, by=booked.mentor)
    do(recordings.ask, booked.room_id, by=booked.learner)

    with pytest.raises(recordings.AlreadyRecording):
        do(recordings.ask, booked.room_id, by=booked.mentor)


def test_needs_both_in_the_room(booked: Booked) -> None:
    with unit_of_work() as work:
        rooms.leave(work, booked.room_id, "l", by=booked.learner)
    with pytest.raises(recordings.BothMustBeHere):
        do(recordings.ask, booked.room_id, by=booked.mentor)


@pytest.mark.parametrize("who", ["mentor", "learner"])
def test_either_stops_it(booked: Booked, who: str) -> None:
    begun(booked)

    do(recordings.stop, booked.room_id, by=getattr(booked, who))

    assert row_of(booked).state == State.STOPPED
    assert row_of(booked).stopped_by == getattr(booked, who).user_id


def test_ends_with_the_lesson(booked: Booked) -> None:
    begun(booked)
    with unit_of_work() as work:
        assert rooms.end(work, booked.room_id, by=booked.mentor)
    assert row_of(booked).state == State.STOPPED


def test_a_question_without_an_answer_ends_and_so_does_silence(booked: Booked) -> None:
    do(recordings.ask, booked.room_id, by=booked.mentor)
    with time_machine.travel(clock.now() + ASKED_FOR + timedelta(seconds=1), tick=False), unit_of_work() as work:
        recordings.sweep(work)
    assert row_of(booked).state == State.DECLINED

    begun(booked)
    with time_machine.travel(clock.now() + VANISHED_AFTER / 2, tick=False), unit_of_work() as work:
        recordings.sweep(work)
    assert row_of(booked).state == State.RECORDING
    with time_machine.travel(clock.now() + VANISHED_AFTER + timedelta(seconds=1), tick=False), unit_of_work() as work:
        recordings.sweep(work)
    assert row_of(booked).state == State.STOPPED


def test_takes_a_piece_once_and_in_order(booked: Booked) -> None:
    name = begun(booked)
    send(booked, name, b"one", 0)
    send(booked, name, b"one", 0)
    assert row_of(booked).taken_bytes == 3

    for part, seq in ((1, 2), (2, 1), (-1, 0)):
        with pytest.raises(recordings.NotTheNextPiece):
            do(recordings.keep_piece, name, part, seq, 3, by=booked.mentor)
    send(booked, name, b"new", 0, part=2)
    send(booked, name, b"old", 1)
    assert row_of(booked).taken_bytes == 9, "a page loaded anew leaves nothing of the one before behind"


def test_takes_late_pieces_for_a_while(booked: Booked) -> None:
    name = begun(booked)
    send(booked, name, b"one", 0)
    do(recordings.stop, booked.room_id, by=booked.learner)
    send(booked, name, b"two", 1)
    with (
        time_machine.travel(clock.now() + LATE_PIECES + timedelta(seconds=1), tick=False),
        pytest.raises(recordings.RecordingOver),
    ):
        do(recordings.keep_piece, name, 1, 2, 3, by=booked.mentor)


def test_keeps_no_more_than_the_quota(booked: Booked, monkeypatch: pytest.MonkeyPatch) -> None:
    small = replace(settings, recording_quota_mb=1)
    for module in ("actions", "pieces"):
        monkeypatch.setattr(f"peerlearn.domain.recordings.{module}.settings", small)
    name = begun(booked)
    send(booked, name, b"x" * LARGEST_PIECE, 0)

    with pytest.raises(recordings.QuotaUsedUp):
        do(recordings.keep_piece, name, 1, 1, 200_000, by=booked.mentor)
    send(booked, name, b"x" * 100_000, 1)
    do(recordings.stop, booked.room_id, by=booked.mentor)
    with pytest.raises(recordings.QuotaUsedUp):
        do(recordings.ask, booked.room_id, by=booked.mentor)


@pytest.mark.parametrize("stranger", [a_mentor, a_learner, an_admin])
def test_is_nobody_elses(ready: Booked, stranger: Callable[..., Viewer]) -> None:
    intruder = stranger("Ivan")
    name = row_of(ready).name
    for action in (recordings.ask, recordings.stop):
        with pytest.raises(rooms.NotYourRoom):
            do(action, ready.room_id, by=intruder)
    with pytest.raises(rooms.NotYourRoom):
        do(recordings.answer, ready.room_id, True, by=intruder)
    for sender in (intruder, ready.learner):
        with pytest.raises(recordings.NotYourRecording):
            do(recordings.keep_piece, name, 1, 4, 5, by=sender)
        with pytest.raises(recordings.NotYourRecording):
            do(recordings.all_sent, name, by=sender)
    with pytest.raises(recordings.NotYourRecording):
        follow(cards(ready, ready.learner)[0].watch, intruder)


def test_is_joined_and_both_may_watch_it(ready: Booked) -> None:
    for person in (ready.mentor, ready.learner):
        [card] = cards(ready, person)
        assert card.state == State.READY
        assert storage.size(follow(card.watch, person)) == row_of(ready).size_bytes
        assert card.download.endswith("&download=1")
    assert 2_500 < row_of(ready).duration_ms < 3_500
    assert pieces.parts(row_of(ready).name) == []
    with reading() as db:
        deeds = [line.action for line in db.exec(select(AuditEntry)) if line.action.startswith("recording.")]
    assert deeds == ["recording.agree", "recording.agree", "recording.stop"]


def test_a_link_is_for_one_person_and_for_a_while(ready: Booked) -> None:
    link = cards(ready, ready.learner)[0].watch
    for forged in (link.replace("until=1", "until=2"), link[:-1] + ("0" if link[-1] != "0" else "1")):
        with pytest.raises(recordings.NotYourRecording):
            follow(forged, ready.learner)
    with pytest.raises(recordings.NotYourRecording):
        follow(link, ready.mentor)
    later = clock.now() + recordings.LINK_LASTS + timedelta(seconds=1)
    with time_machine.travel(later, tick=False), pytest.raises(recordings.LinkExpired):
        follow(link, ready.learner)


def test_admins_watch_when_they_have_proved_who_they_are(ready: Booked) -> None:
    admin = an_admin()
    assert cards(ready, admin) == ()
    proved = replace(admin, proved_at=clock.now())
    assert follow(cards(ready, proved)[0].watch, proved)


def test_the_checker_misses_a_file_that_is_gone(ready: Booked) -> None:
    with reading() as db:
        assert verification.verify(db) == []

    storage.remove(storage.recording(row_of(ready).name))

    with reading() as db:
        assert [finding.row for finding in verification.verify(db)] == [f"recording:{row_of(ready).id}"]


def test_a_store_that_is_away_costs_time_and_nothing_else(booked: Booked, store: Store, tmp_path: Path) -> None:
    keys = {"bucket": store.bucket, "access_key": "a", "secret_key": "s", "region": "us-east-1"}
    storage.use(Bucket(tmp_path, endpoint=store.url, patience=timedelta(seconds=2), **keys))
    try:
        name = begun(booked)
        for seq, body in enumerate(recorded(3, pieces=4)):
            send(booked, name, body, seq)
        do(recordings.stop, booked.room_id, by=booked.learner)
        do(recordings.all_sent, name, by=booked.mentor)
        store.kill()
        for hours in range(1, 13):  # longer than the attempts at one job last
            with time_machine.travel(clock.now() + timedelta(hours=hours), tick=False):
                do_jobs()
        assert row_of(booked).state == State.STOPPED
        assert len(pieces.parts(name)[0]) == 4

        store.start()
        with time_machine.travel(clock.now() + timedelta(hours=13), tick=False):
            do_jobs()

        assert row_of(booked).state == State.READY
        assert storage.size(storage.recording(name)) == row_of(booked).size_bytes
        assert pieces.parts(name) == []
        with reading() as db:
            assert verification.verify(db) == []
            assert [one.kind for one in db.exec(select(Job).where(Job.state == JobState.DEAD))] == []
    finally:
        storage.use(None)


def test_what_has_expired_goes_from_the_store_when_it_is_back(booked: Booked, store: Store, tmp_path: Path) -> None:
    keys = {"bucket": store.bucket, "access_key": "a", "secret_key": "s", "region": "us-east-1"}
    there = Bucket(tmp_path, endpoint=store.url, patience=timedelta(seconds=2), **keys)
    there.folder.joinpath("whole").write_bytes(b"a recording")
    there.put(f"{1:032x}.webm", there.folder / "whole")
    storage.use(there)
    try:
        with unit_of_work() as work:
            enqueue(work, REMOVE, key="now", payload={"name": f"{1:032x}"})
        store.hang()
        do_jobs()
        with reading() as db:
            waiting = db.exec(select(Job).where(Job.kind == REMOVE, Job.state == JobState.READY)).all()
        assert len(waiting) == 1
        store.go_on()

        with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
            do_jobs()
        assert storage.size(f"{1:032x}.webm") is None
    finally:
        storage.use(None)


def test_expires_with_its_file(ready: Booked) -> None:
    name = f"{row_of(ready).name}.webm"
    with time_machine.travel(clock.now() + timedelta(days=settings.recording_days, seconds=1), tick=False):
        with unit_of_work() as work:
            assert recordings.expire(work) == 1
            assert recordings.expire(work) == 0
        do_jobs()
        assert storage.size(name) is None
        [card] = cards(ready, ready.mentor)
    assert (card.state, card.watch, card.download) == (State.EXPIRED, "", "")


def test_what_cannot_be_played_fails_and_takes_no_place(booked: Booked) -> None:
    name = begun(booked)
    send(booked, name, b"no video", 0)
    do(recordings.stop, booked.room_id, by=booked.learner)
    do(recordings.all_sent, name, by=booked.mentor)
    do_jobs()

    assert (row_of(booked).state, row_of(booked).taken_bytes) == (State.FAILED, 0)
    assert pieces.parts(name) == []
    assert storage.size(f"{name}.webm") is None


def test_every_no_is_in_words() -> None:
    for name in recordings.__all__:
        thing = getattr(recordings, name)
        if isinstance(thing, type) and issubclass(thing, Refusal):
            assert thing().message.endswith(".")
