"""Making admins, and making them anew."""

import pytest
from sqlmodel import select

from peerlearn.domain import accounts
from peerlearn.domain.accounts import Role, SecondFactorNeeded
from peerlearn.domain.accounts.tables import User
from peerlearn.kit.database import reading
from peerlearn.kit.work import unit_of_work
from tests.makers import a_learner

pytestmark = pytest.mark.usefixtures("database")

EMAIL = "anil@example.org"


def make(password_hash: str = "a hash", name: str = "Anil") -> bool:
    with unit_of_work() as work:
        return accounts.make_admin(work, EMAIL, name, password_hash)


def first_factor() -> SecondFactorNeeded:
    with reading() as db:
        attempt = accounts.attempt_for(db, EMAIL)
    with unit_of_work() as work:
        outcome = accounts.settle_attempt(work, attempt, right=True)
    assert isinstance(outcome, SecondFactorNeeded)
    return outcome


def test_makes_an_admin_who_then_sets_up_an_app() -> None:
    assert make()

    with reading() as db:
        user = db.exec(select(User)).one()
    assert (user.email, user.name, user.role, user.is_active) == (EMAIL, "Anil", Role.ADMIN, True)
    assert first_factor().enrol


def test_takes_no_address_of_a_mentor_or_learner() -> None:
    a_learner(email=EMAIL)

    with pytest.raises(accounts.AddressInUse):
        make()


def test_an_admin_who_lost_everything_begins_anew() -> None:
    make()
    with unit_of_work() as work:
        user_id = work.db.exec(select(User.id)).one() or 0
        ticket = accounts.issue_ticket(work, user_id, proved=True)
    with unit_of_work() as work:
        token, _ = accounts.redeem_ticket(work, ticket, device="", ip="")
        accounts.new_recovery_codes(work, accounts.Viewer(user_id, Role.ADMIN, "Anil"))
    old = first_factor().challenge

    assert not make("another hash", "Anil Rao")

    with reading() as db:
        user = db.exec(select(User)).one()
        assert (user.password_hash, user.name) == ("another hash", "Anil Rao")
        assert accounts.viewer_of_token(db, token) is None
        assert accounts.recovery_codes_left(db, accounts.Viewer(user_id, Role.ADMIN, "Anil")) == 0
    with unit_of_work() as work, pytest.raises(accounts.ChallengeOver):
        accounts.begin_enrolment(work, old)
    assert first_factor().enrol


@pytest.mark.parametrize(
    ("email", "name", "password", "problem"),
    [
        ("no address", "Anil", "a long password", "Invalid email"),
        (EMAIL, " ", "a long password", "Please give a name"),
        (EMAIL, "Anil", "elevenchars", "Please use 12 characters or more"),
        (EMAIL, "Anil", EMAIL.upper(), "Please do not use your name or e-mail as password"),
        (EMAIL, "Anil", "a long password", ""),
    ],
)
def test_wants_more_of_an_admin_than_of_others(email: str, name: str, password: str, problem: str) -> None:
    assert accounts.admin_problem(email, name, password) == problem
