"""Rows for tests: say only what matters, the rest is sensible and never collides.

Every maker commits in a unit of work of its own, in the database of the `database` fixture.
"""

import itertools

from peerlearn.domain.accounts import Role, Viewer
from peerlearn.domain.accounts.tables import User
from peerlearn.kit.work import unit_of_work

_numbers = itertools.count(1)

NO_PASSWORD_MATCHES = "!"


def a_mentor(name: str = "Meera", *, email: str | None = None, skills: list[str] | None = None) -> Viewer:
    """A registered mentor, as the viewer they are when signed in."""
    return a_user(Role.MENTOR, name, email=email, skills=skills or ["Python"])


def a_learner(name: str = "Lalit", *, email: str | None = None, interests: list[str] | None = None) -> Viewer:
    """A registered learner, as the viewer they are when signed in."""
    return a_user(Role.LEARNER, name, email=email, interests=interests or ["Python"])


def an_admin(name: str = "Anil", *, email: str | None = None) -> Viewer:
    """A registered admin, as the viewer they are when signed in."""
    return a_user(Role.ADMIN, name, email=email)


def a_user(
    role: Role,
    name: str,
    *,
    email: str | None = None,
    skills: list[str] | None = None,
    interests: list[str] | None = None,
) -> Viewer:
    """An account that no password opens; tests of passwords register for real."""
    with unit_of_work() as work:
        user = User(
            email=email or f"{name.lower()}.{next(_numbers)}@example.com",
            name=name,
            role=role,
            password_hash=NO_PASSWORD_MATCHES,
            skills=skills or [],
            interests=interests or [],
            created_at=work.now,
        )
        work.db.add(user)
        work.db.flush()
        assert user.id is not None
        return Viewer(user_id=user.id, role=role, name=name)
