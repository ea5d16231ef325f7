"""What happens to accounts that others answer."""

from dataclasses import dataclass

from peerlearn.domain.accounts.tables import Role


@dataclass(frozen=True)
class ProfileChanged:
    """Somebody says something else of themselves than before."""

    user_id: int
    role: Role
