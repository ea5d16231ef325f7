"""Handles: the names that mentors have in public addresses. Made once from the name, and then theirs for good."""

import itertools
import re
import unicodedata
from collections.abc import Iterator

from sqlmodel import Session, col, or_, select

from peerlearn.domain.accounts.tables import User

MENTORS_TOPIC = "mentors"  # what anybody may see of a mentor changed: who they are, how they stand
LONGEST_HANDLE = 48
NAMELESS = "mentor"  # for a name without any letter that an address can carry


def handle_base(name: str) -> str:
    """A name as part of an address: lower-case letters and digits of ASCII, joined by single dashes."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", letters.replace("'", "")))[:LONGEST_HANDLE].strip("-") or NAMELESS


def free_handles(db: Session, name: str) -> Iterator[str]:
    """Handles that nobody has yet, best first; somebody may still be faster."""
    base = handle_base(name)
    alike = or_(User.handle == base, col(User.handle).startswith(f"{base}-", autoescape=True))
    taken = set(db.exec(select(User.handle).where(alike)))
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return (handle for handle in itertools.chain([base], numbered) if handle not in taken)
