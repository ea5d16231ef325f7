"""Where people belong on the site, by role."""

from peerlearn.domain.accounts.tables import Role

_HOMES = {
    Role.LEARNER: "/dashboard/learner/",
    Role.MENTOR: "/dashboard/mentor/",
    Role.ADMIN: "/admin/",
}


def home_of(role: Role) -> str:
    """The page that signing in leads to."""
    return _HOMES[role]
