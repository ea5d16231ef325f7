"""Accounts: registration, signing in and out, and who is asking."""

from peerlearn.domain.accounts.tables import Role
from peerlearn.domain.accounts.viewer import Viewer

__all__ = ["Role", "Viewer"]
