"""A disk that runs full: files are refused while rows still fit, then the site says so; with room again all goes on."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from peerlearn.domain import verification
from peerlearn.kit import database as in_use
from peerlearn.ui.action import NO_ROOM
from scripts.build_frontend import ensure_built
from tests.e2e.site import Site, running_site
from tests.integration.ui.calling import LEARNER, run, tab_of
from tests.integration.ui.cast import signed_in
from tests.makers import a_learner, an_offering

MEGABYTE = 1_000_000
LEAST_MB = 10


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with room for 24 megabytes."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("a disk of one's own needs Linux and root")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(disk)], check=True)
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.fixture
def small_site(small_disk: Path) -> Iterator[Site]:
    """The product with its rows and its files there."""
    with running_site(small_disk, DISK_LEAST_MB=str(LEAST_MB), REFLEX_WEB_WORKDIR=str(ensure_built())) as running:
        yield running


def answers(site: Site) -> tuple[int, int, int]:
    """Whether it lives, is ready, and takes files: from somebody who is not signed in it refuses them otherwise."""
    own = {"origin": site.url}
    with httpx.Client(base_url=site.url) as client:
        live, ready = client.get("/healthz/live"), client.get("/healthz/ready")
        brought = [
            client.post(door, headers=own, content=b"x") for door in ("/profile/intro-video", "/session/x/files")
        ]
        brought.append(client.post("/recordings/x/0/0", headers=own, content=b"x"))
    statuses = {answer.status_code for answer in brought}
    assert len(statuses - {401, 404}) <= 1, statuses
    return live.status_code, ready.status_code, max(statuses)


@pytest.mark.faults
def test_takes_rows_longer_than_files_and_goes_on_by_itself(small_site: Site, small_disk: Path) -> None:
    assert answers(small_site)[:2] == (200, 200)
    assert answers(small_site)[2] in (401, 404)

    fill(small_disk, leave=LEAST_MB * MEGABYTE // 2)
    assert answers(small_site) == (200, 200, 503)

    fill(small_disk, leave=LEAST_MB * MEGABYTE // 20)
    assert answers(small_site) == (200, 503, 503)

    (small_disk / "filling").unlink()
    assert answers(small_site)[:2] == (200, 200)
    assert answers(small_site)[2] in (401, 404)


@pytest.mark.faults
def test_says_so_to_whoever_presses_and_does_it_once_there_is_room(
    small_site: Site, small_disk: Path, database: str
) -> None:
    in_use.use(small_site.database_url)
    wanted, learner = an_offering(), signed_in(a_learner())
    with in_use.engine().connect().execution_options(writes=False) as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")  # else what is left of the log takes some more

    async def story() -> None:
        async with tab_of(small_site, learner, "/dashboard/learner/") as tab:
            await tab.call(f"{LEARNER}.choose", {"offering_id": wanted})
            await tab.until(lambda tab: tab.var("chosen"))
            fill(small_disk, leave=0)
            await tab.call(f"{LEARNER}.confirm")
            said = await tab.until(lambda tab: tab.var("pop_ups"), seconds=30)
            assert [pop_up["message"] for pop_up in said] == [NO_ROOM]

            (small_disk / "filling").unlink()
            await tab.call(f"{LEARNER}.choose", {"offering_id": wanted})
            await tab.until(lambda tab: tab.var("chosen"))
            await tab.call(f"{LEARNER}.confirm")
            await tab.until(lambda tab: (tab.var("order") or {}).get("order_id"), seconds=30)

    run(story)

    with in_use.reading() as db:
        assert [str(finding) for finding in verification.verify(db)] == []
    in_use.use(database)


def fill(disk: Path, leave: int) -> None:
    """Leave so many bytes free."""
    place = disk / "filling"
    place.unlink(missing_ok=True)
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    place.write_bytes(b"\x00" * (free - leave))
