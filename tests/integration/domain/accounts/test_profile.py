"""Editing a profile: one's own, the fields of one's role, and everybody who shows any of it hears."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import select

from peerlearn.domain import accounts, bookings, catalog, discovery
from peerlearn.domain.accounts import LONGEST_BIO, ProfileForm, Role, Viewer, WordKind
from peerlearn.domain.accounts.tables import User
from peerlearn.domain.audit.tables import AuditEntry
from peerlearn.kit import database as in_use
from peerlearn.kit.refusal import Incomplete
from peerlearn.kit.work import unit_of_work
from tests.makers import a_learner, a_mentor, a_request, a_user, an_admin, an_offering

ABOUT = "I teach loops.\n\nAnd patience."


def edit(by: Viewer, name: str = "", bio: str = "", **words: list[str]) -> list[str]:
    """Edit, and the topics that were touched."""
    form = ProfileForm(name=name or by.name, bio=bio, words={WordKind(kind): given for kind, given in words.items()})
    with unit_of_work() as work:
        accounts.edit_profile(work, form, by)
        return list(work.changed)


def profile_of(viewer: Viewer) -> accounts.Profile:
    with in_use.reading() as db:
        return accounts.own_profile(db, viewer)


@pytest.mark.usefixtures("database")
def test_keeps_what_a_mentor_says_and_shows_it_to_everybody() -> None:
    meera = a_mentor("Meera")

    touched = edit(meera, "Meera Nair", ABOUT, skills=["Python ", "python", " Loops"], domains=["AI", "Statistics"])

    mine = profile_of(meera)
    assert (mine.name, mine.bio) == ("Meera Nair", ABOUT)
    assert mine.words == {"skills": ["Python", "Loops"], "domains": ["AI", "Statistics"]}
    with in_use.reading() as db:
        shown = discovery.mentor_details(db, mine.handle)
    assert shown is not None
    assert (shown.name, shown.bio, shown.fields) == ("Meera Nair", ABOUT, "AI · Statistics")
    assert {f"account:{meera.user_id}", accounts.MENTORS_TOPIC, accounts.REVOKED_TOPIC, catalog.TOPIC} <= set(touched)


@pytest.mark.usefixtures("database")
def test_shows_a_mentor_who_asks_for_a_session() -> None:
    mentor, learner = a_mentor(), a_learner("Ravi")
    a_request(an_offering(mentor), learner=learner)

    touched = edit(learner, "Ravi Iyer", "I want to build games.", interests=["Games"], goals=["Game Developer"])

    assert f"account:{mentor.user_id}" in touched
    assert accounts.MENTORS_TOPIC not in touched
    with in_use.reading() as db:
        [card] = bookings.requests_for(db, mentor.user_id)
    assert (card.learner_name, card.learner_bio) == ("Ravi Iyer", "I want to build games.")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("role", "kept"),
    [(Role.LEARNER, {"interests", "goals"}), (Role.MENTOR, {"skills", "domains"}), (Role.ADMIN, set())],
)
def test_changes_only_the_words_of_the_role(role: Role, kept: set[str]) -> None:
    person = a_user(role, "Noor")

    edit(person, "Noor Khan", "About me", **{kind.value: ["Chess"] for kind in WordKind})

    with in_use.reading() as db:
        row = db.get_one(User, person.user_id)
    assert {kind.value for kind in WordKind if getattr(row, kind) == ["Chess"]} == kept
    assert row.bio == ("" if role is Role.ADMIN else "About me")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("name", "bio", "problems", "said"),
    [
        (" ", "", {"name"}, "Missing field"),
        ("https://example.com", "", {"name"}, "Invalid input"),
        ("Meera", "a" * (LONGEST_BIO + 1), {"bio"}, "Invalid input"),
        ("", "a" * (LONGEST_BIO + 1), {"name", "bio"}, "Missing field"),
    ],
)
def test_refuses_what_cannot_be(name: str, bio: str, problems: set[str], said: str) -> None:
    meera = a_mentor("Meera")

    with pytest.raises(Incomplete) as refused, unit_of_work() as work:
        accounts.edit_profile(work, ProfileForm(name, bio, {WordKind.SKILLS: ["Chess"]}), meera)

    assert (set(refused.value.problems), refused.value.message) == (problems, said)
    assert profile_of(meera).words["skills"] == ["Python"]


@pytest.mark.usefixtures("database")
def test_takes_out_what_nobody_sees() -> None:
    meera = a_mentor("Meera")

    edit(meera, bio="  One\r\nTwo\x00\x07\r\n\r\n\r\n\r\nThree\tfour  ")

    assert profile_of(meera).bio == "One\nTwo\n\nThree four"


@pytest.mark.usefixtures("database")
def test_writes_down_which_fields_changed_and_nothing_when_none_did() -> None:
    admin = an_admin("Anil")

    assert edit(admin, "Anil") == []
    edit(admin, "Anil Sen")

    with in_use.reading() as db:
        [line] = db.exec(select(AuditEntry).where(AuditEntry.action == "profile.edit"))
    assert (line.actor_id, line.target, line.details) == (admin.user_id, f"user:{admin.user_id}", {"fields": ["name"]})


@pytest.mark.usefixtures("database")
def test_the_database_refuses_a_bio_that_is_too_long() -> None:
    meera = a_mentor("Meera")

    with pytest.raises((IntegrityError, DataError)), unit_of_work() as work:
        work.db.connection().execute(update(User).where(User.id == meera.user_id).values(bio="a" * (LONGEST_BIO + 1)))  # type: ignore[arg-type]
