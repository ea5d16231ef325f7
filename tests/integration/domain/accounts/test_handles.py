"""Every mentor gets an address of their own, also when two of one name register at once."""

import functools

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from peerlearn.domain.accounts import Role
from peerlearn.domain.accounts.sign_up import _create_account
from peerlearn.domain.accounts.tables import SignUp, User
from peerlearn.kit import database
from peerlearn.kit.work import Work, unit_of_work
from tests.makers import a_mentor
from tests.rush import all_at_once

pytestmark = pytest.mark.usefixtures("database")


def register(work: Work, number: int, role: Role = Role.MENTOR) -> int:
    return _create_account(
        work,
        SignUp(
            public_id=f"{number}",
            email=f"{number}@example.org",
            name="Asha Rao",
            role=role,
            password_hash="!",
            code_sent_at=work.now,
        ),
    )


def test_mentors_of_one_name_get_numbers() -> None:
    everybody = all_at_once([functools.partial(register, number=number) for number in range(12)])

    assert all(isinstance(one, int) for one in everybody)
    with database.reading() as db:
        handles = list(db.exec(select(User.handle).order_by(col(User.id))))
    assert sorted(str(handle) for handle in handles) == sorted(
        ["asha-rao", *(f"asha-rao-{number}" for number in range(2, 13))]
    )


def test_a_handle_stays_when_the_name_changes() -> None:
    mentor = a_mentor("Meera")
    with unit_of_work() as work:
        work.db.get_one(User, mentor.user_id).name = "Meera Iyer"

    with database.reading() as db:
        assert db.get_one(User, mentor.user_id).handle == "meera"


def test_learners_have_none_and_mentors_cannot_be_without() -> None:
    with unit_of_work() as work:
        learner_id = register(work, 1, Role.LEARNER)
    with database.reading() as db:
        assert db.get_one(User, learner_id).handle is None

    mentor = a_mentor()
    with pytest.raises(IntegrityError), unit_of_work() as work:
        work.db.get_one(User, mentor.user_id).handle = None
