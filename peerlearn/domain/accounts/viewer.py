"""Who is asking, as every action and query gets it."""

from dataclasses import dataclass

from peerlearn.domain.accounts.tables import Role


@dataclass(frozen=True)
class Viewer:
    """A signed-in person: established from their sign-in on the server, never from what the browser says."""

    user_id: int
    role: Role
    name: str
