"""The real server is killed at random moments while people book and pay on its pages: nothing is lost or doubled."""

import asyncio
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from peerlearn.jobs.worker import know_every_job
from peerlearn.kit import database as in_use
from scripts.build_frontend import ensure_built
from tests.e2e.site import SERVED, Site, running_site
from tests.faults.full import FULL, SEED
from tests.faults.on_the_pages import PATIENT, Crowd
from tests.faults.wishes import wrong
from tests.integration.domain.payouts.test_through_razorpayx import in_days
from tests.integration.sandbox.razorpay.running import (
    ACCOUNT_NUMBER,
    KEY_ID,
    KEY_SECRET,
    PAYOUT_WEBHOOK_SECRET,
    WEBHOOK_SECRET,
    Sandbox,
)

KILLS = 100 if FULL else 10
AT_ONCE = 4
SERVES_FOR_SECONDS = (0.1, 2.0)  # after the first page is open again
LATER_TODAY = 0.1  # of a day: the leases of whoever was killed have run out
AGAIN_AND_AGAIN = [0.5] * 400  # seconds; the gateway goes on reporting for as long as the kills take


@contextmanager
def site_of(folder: Path, gateway: Sandbox, *module: str, **more: str) -> Iterator[Site]:
    """A site that pays at this gateway, which reports to it; this process uses its database."""
    pays = {
        "RAZORPAY_KEY": KEY_ID,
        "RAZORPAY_SECRET": KEY_SECRET,
        "RAZORPAY_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "RAZORPAY_BASE_URL": gateway.url,
        "RAZORPAYX_ACCOUNT_NUMBER": ACCOUNT_NUMBER,
        "RAZORPAYX_WEBHOOK_SECRET": PAYOUT_WEBHOOK_SECRET,
    }
    with running_site(folder, module=module or SERVED, REFLEX_WEB_WORKDIR=str(ensure_built()), **pays, **more) as site:
        in_use.use(site.database_url)
        gateway.control("PUT", "webhooks", url=f"{site.url}/webhooks/razorpay", retry_seconds=AGAIN_AND_AGAIN)
        yield site


async def kill_again_and_again(crowd: Crowd, kills: int) -> None:
    """So often, each time while people are in the middle of something; in the end everybody comes to theirs."""
    async with asyncio.TaskGroup() as everybody:
        for _ in range(AT_ONCE):
            everybody.create_task(crowd.one_place())
        for _ in range(kills):
            await crowd.somebody_comes()
            await asyncio.sleep(crowd.chance.uniform(*SERVES_FOR_SECONDS))
            await asyncio.to_thread(crowd.site.kill)
            await asyncio.to_thread(crowd.site.start)
        crowd.over = True


def wrong_after(
    kills: int, site: Site, gateway: Sandbox, monkeypatch: pytest.MonkeyPatch, patience: int = PATIENT
) -> list[str]:
    """What the three books do not agree on after so many kills."""
    crowd = Crowd(site, gateway, random.Random(SEED), patience)
    asyncio.run(kill_again_and_again(crowd, kills))
    site.stop()
    print(f"{kills} kills, {len(crowd.wishes)} bookings, {crowd.thrown_out} times a page was gone, seed {SEED}")
    assert crowd.thrown_out >= kills // 2, "the kills hit nobody"
    monkeypatch.setattr("tests.integration.paying.MOST_JOBS", len(crowd.wishes) * 60)
    for days in (LATER_TODAY, 1, 2):
        in_days(days)
    return wrong(gateway, crowd.wishes)


@pytest.fixture(autouse=True)
def every_job_is_known(database: str) -> Iterator[None]:
    """What the site has asked for, this process does in the end; afterwards the database is the test's own again."""
    know_every_job()
    yield
    in_use.use(database)


@pytest.mark.timeout(1800 if FULL else 900)
def test_loses_and_doubles_nothing(gateway: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with site_of(tmp_path, gateway) as site:
        assert wrong_after(KILLS, site, gateway, monkeypatch) == []


@pytest.mark.timeout(900)
def test_would_notice_a_booking_that_follows_its_money_a_moment_later(
    gateway: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sabotage = {"SABOTAGE": "the_booking_a_moment_later"}
    with site_of(tmp_path, gateway, "tests.faults.sabotaged_site", **sabotage) as site:
        found = wrong_after(5, site, gateway, monkeypatch, patience=2)

    assert any("its money captured" in words for words in found), found
