"""Leaving: an account is deleted, and what is left of it names nobody."""

from peerlearn.domain.leaving.actions import delete_account
from peerlearn.domain.leaving.queries import Obstacle, obstacles
from peerlearn.domain.leaving.refusals import NotTheirs, NotYet

__all__ = ["NotTheirs", "NotYet", "Obstacle", "delete_account", "obstacles"]
