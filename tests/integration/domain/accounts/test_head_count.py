"""How many people admins are told there are."""

import pytest

from peerlearn.domain import accounts
from peerlearn.domain.accounts.tables import User
from peerlearn.kit import database
from peerlearn.kit.work import unit_of_work
from tests.makers import a_learner, a_mentor, an_admin

pytestmark = pytest.mark.usefixtures("database")


def head_count() -> accounts.HeadCount:
    with database.reading() as db:
        return accounts.head_count(db)


def test_counts_nobody_on_the_first_day() -> None:
    assert head_count() == accounts.HeadCount(learners=0, mentors=0, admins=0)


def test_counts_open_accounts_by_role() -> None:
    gone = a_learner("Gita")
    for _ in range(3):
        a_learner()
    for _ in range(2):
        a_mentor()
    an_admin()
    with unit_of_work() as work:
        user = work.db.get(User, gone.user_id)
        assert user is not None
        user.is_active = False

    assert head_count() == accounts.HeadCount(learners=3, mentors=2, admins=1)
