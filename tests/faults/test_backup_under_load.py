"""The database is lost while people book: the copy that was made meanwhile comes back whole, with all before it."""

import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlmodel import col, select

from peerlearn.domain import verification
from peerlearn.domain.bookings.tables import Booking
from peerlearn.domain.payments.tables import Payment
from peerlearn.kit import backup
from peerlearn.kit import database as in_use
from peerlearn.settings import ROOT
from tests.faults import bars
from tests.faults.full import FULL
from tests.makers import a_request

COPIES = 10 if FULL else 2
WRITERS = 3
BOOKED_BEFORE = 5


@dataclass
class Writers:
    """People who book and pay without a pause, and when each of them knew that it was kept."""

    kept: dict[int, float] = field(default_factory=dict)  # seconds of the clock, by booking
    over: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """All at once; returns when some bookings are there."""
        self.threads = [threading.Thread(target=self._book, daemon=True) for _ in range(WRITERS)]
        for thread in self.threads:
            thread.start()
        while len(self.kept) < BOOKED_BEFORE:
            time.sleep(0.01)

    def stop(self) -> None:
        """No more."""
        self.over.set()
        for thread in self.threads:
            thread.join(30)

    def _book(self) -> None:
        while not self.over.is_set():
            booking_id = a_request().booking_id
            self.kept[booking_id] = time.monotonic()


@pytest.fixture
def place(database: str) -> Path:
    """The file that is the database."""
    if not in_use.is_sqlite():
        pytest.skip("PostgreSQL has copies of its own")
    return Path(str(in_use.engine().url.database))


def restore(file: Path, place: Path) -> float:
    """Lose the database and put the copy back, as an operator would; the seconds that took with a look through it."""
    in_use.engine().dispose()
    for lost in place.parent.glob(f"{place.name}*"):
        lost.unlink()
    began = time.monotonic()
    command = [sys.executable, "-c", RUN, str(in_use.engine().url.render_as_string(hide_password=False)), str(file)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)
    with in_use.reading() as db:
        assert [str(finding) for finding in verification.verify(db)] == []
    return time.monotonic() - began


RUN = """
import sys
from pathlib import Path
from peerlearn.kit import backup, database
database.use(sys.argv[1])
backup.put_back(Path(sys.argv[2]))
"""


def lost_with(file: Path, place: Path) -> tuple[set[int], float, float]:
    """Back up while everybody writes, lose the rest: bookings that were kept before and are not there, RPO, RTO (s)."""
    writers = Writers()
    try:
        writers.begin()
        asked_at = time.monotonic()
        backup.back_up(file)
        lost_at = time.monotonic()
    finally:
        writers.stop()
    took = restore(file, place)
    with in_use.reading() as db:
        there = set(db.exec(select(Booking.id)))
        unpaid = db.exec(select(Payment.id).where(col(Payment.captured_at).is_(None))).all()
    missing = set(writers.kept) - there
    oldest_missing = min((writers.kept[booking] for booking in missing), default=lost_at)
    assert len(unpaid) <= WRITERS, "more than were in the middle of paying"
    return {one for one in missing if writers.kept[one] < asked_at}, max(lost_at - oldest_missing, 0.0), took


def test_what_was_kept_before_comes_back_and_can_be_true(place: Path, tmp_path: Path) -> None:
    for number in range(COPIES):
        lost, lost_seconds, took = lost_with(tmp_path / f"{number}.sqlite3", place)

        assert lost == set()
        bars.note("R19", "bookings lost from the last s (RPO)", lost_seconds, 60)
        bars.note("R19", "to restore and verify s (RTO)", took, 300)


def test_would_notice_a_copy_of_the_file_alone(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def copy_the_file(source: Path, growing: Path) -> None:
        growing.write_bytes(source.read_bytes())

    monkeypatch.setattr(backup, "_copy", copy_the_file)

    with pytest.raises(AssertionError):
        lost, _, _ = lost_with(tmp_path / "copy.sqlite3", place)
        assert lost == set()
