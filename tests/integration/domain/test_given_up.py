"""Jobs that failed for good: admins see them, and have one tried once more, with fresh digits where money may move."""

from dataclasses import replace

import pytest
from sqlmodel import col, select, update

from peerlearn.domain import payments, verification
from peerlearn.domain.accounts import Viewer
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.domain.verification.given_up import MOVES_NO_MONEY
from peerlearn.jobs.worker import know_every_job
from peerlearn.kit import bus, clock, database
from peerlearn.kit.jobs import GIVEN_UP_TOPIC, MOST_ATTEMPTS, Job, JobState, Run, enqueue, job, registry, run_next
from peerlearn.kit.refusal import NotAllowed
from peerlearn.kit.work import unit_of_work
from peerlearn.ui.pages.admin.failed_work import KINDS
from tests.makers import a_learner, a_mentor, an_admin

pytestmark = pytest.mark.usefixtures("database")

works = False
runs = 0


@job("mail_of_a_test")
@job("money_of_a_test")
def sometimes(_run: Run) -> None:
    """Fails until it is put right."""
    global runs
    runs += 1
    if not works:
        raise OSError("the server does not answer")


@pytest.fixture(autouse=True)
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.works", False)
    monkeypatch.setattr(f"{__name__}.runs", 0)


def given_up(kind: str) -> int:
    """A job that was tried as often as allowed; its number."""
    with unit_of_work() as work:
        enqueue(work, kind, key=kind)
    for _ in range(MOST_ATTEMPTS):
        with unit_of_work() as work:
            work.db.exec(update(Job).where(col(Job.key) == kind).values(run_at=work.now))
        assert run_next()
    (card,) = cards()
    assert (card.kind, card.attempts, "does not answer" in card.error) == (kind, MOST_ATTEMPTS, True)
    return card.job_id


def cards() -> list[verification.GivenUpCard]:
    with database.reading() as db:
        return verification.given_up(db, most=10)


def again(job_id: int, by: Viewer) -> None:
    with unit_of_work() as work:
        verification.run_again(work, job_id, by=by)


def proved(viewer: Viewer) -> Viewer:
    return replace(viewer, proved_at=clock.now())


def test_one_press_does_what_was_given_up_once_it_can_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    job_id, admin = given_up("mail_of_a_test"), an_admin()
    monkeypatch.setattr(f"{__name__}.works", True)

    again(job_id, admin)
    assert cards() == []
    assert run_next()

    with database.reading() as db:
        done = db.get_one(Job, job_id)
        assert (done.state, done.attempts, done.last_error) == (JobState.DONE, MOST_ATTEMPTS + 1, "")
        entry = db.exec(select(AuditEntry).where(AuditEntry.action == "job.run_again")).one()
        assert (entry.actor_id, entry.target) == (admin.user_id, f"job:{job_id}")
    assert not run_next()


def test_what_fails_again_is_given_up_again_after_one_try() -> None:
    job_id = given_up("mail_of_a_test")

    again(job_id, an_admin())
    assert run_next()

    assert [(card.job_id, card.attempts) for card in cards()] == [(job_id, MOST_ATTEMPTS + 1)]
    assert runs == MOST_ATTEMPTS + 1


def test_where_money_may_move_the_admin_proves_who_they_are() -> None:
    job_id = given_up("money_of_a_test")
    assert cards()[0].moves_money

    with pytest.raises(payments.ProofNeeded):
        again(job_id, an_admin())
    again(job_id, proved(an_admin()))

    assert cards() == []


def test_nobody_else_may() -> None:
    job_id = given_up("mail_of_a_test")

    for stranger in (a_learner(), a_mentor()):
        with pytest.raises(NotAllowed):
            again(job_id, proved(stranger))

    assert len(cards()) == 1


def test_two_presses_are_one_try() -> None:
    job_id, admin = given_up("mail_of_a_test"), an_admin()

    again(job_id, admin)
    with pytest.raises(verification.NotGivenUp):
        again(job_id, admin)
    with pytest.raises(verification.NotGivenUp):
        again(10_000, proved(admin))

    assert run_next() and not run_next()


def test_admins_hear_of_what_is_given_up_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(bus, "publish", lambda topic, _payload: heard.append(topic))

    job_id = given_up("mail_of_a_test")
    assert heard.count(GIVEN_UP_TOPIC) == 1
    again(job_id, an_admin())
    assert heard.count(GIVEN_UP_TOPIC) == 2


def test_every_kind_of_work_has_words() -> None:
    know_every_job()
    own = {kind for kind in registry.kinds() if registry.handler_of(kind).__module__.startswith("peerlearn.")}

    assert own == set(KINDS)
    assert own >= MOVES_NO_MONEY
