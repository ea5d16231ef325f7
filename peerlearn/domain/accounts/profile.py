"""What people say of themselves: their name, a few sentences, and the words of their role."""

import re
from dataclasses import dataclass, field

from sqlmodel import Session

from peerlearn.domain import audit
from peerlearn.domain.accounts.events import ProfileChanged
from peerlearn.domain.accounts.handles import MENTORS_TOPIC
from peerlearn.domain.accounts.intro_video import video_href
from peerlearn.domain.accounts.locks import lock_user
from peerlearn.domain.accounts.rules import is_name, tidy_words
from peerlearn.domain.accounts.sign_ins import REVOKED_TOPIC
from peerlearn.domain.accounts.tables import LONGEST_BIO, Role, User
from peerlearn.domain.accounts.viewer import Viewer
from peerlearn.domain.accounts.words import WordKind
from peerlearn.kit.refusal import Incomplete
from peerlearn.kit.work import Work

MISSING, INVALID = "Missing field", "Invalid input"
NO_NAME, NOT_A_NAME = "Please give your name", "Please give a name that people can call you by"
TOO_LONG = f"Please use {LONGEST_BIO} characters or fewer"

# Which lists of words an account of each role has.
WORDS_OF: dict[Role, tuple[WordKind, ...]] = {
    Role.LEARNER: (WordKind.INTERESTS, WordKind.GOALS),
    Role.MENTOR: (WordKind.SKILLS, WordKind.DOMAINS),
    Role.ADMIN: (),
}
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Profile:
    """What somebody says of themselves, as they see it; `handle` is a mentor's name in public addresses.

    `video` is the address of their introduction, empty when there is none.
    """

    role: str
    name: str
    bio: str
    handle: str
    words: dict[str, list[str]]
    video: str


@dataclass(frozen=True)
class ProfileForm:
    """The form as typed; words that the role does not have are left alone."""

    name: str
    bio: str
    words: dict[WordKind, list[str]] = field(default_factory=dict)


def own_profile(db: Session, by: Viewer) -> Profile:
    """What whoever asks says of themselves."""
    user = db.get_one(User, by.user_id)
    return Profile(
        role=user.role,
        name=user.name,
        bio=user.bio,
        handle=user.handle or "",
        words={kind.value: list(getattr(user, kind)) for kind in WORDS_OF[Role(user.role)]},
        video=video_href(user.intro_video),
    )


def edit_profile(work: Work, form: ProfileForm, by: Viewer) -> None:
    """Change what whoever asks says of themselves; an admin has a name alone.

    Raises:
        Incomplete: with a sentence per field.
    """
    wanted = _wanted(form, by.role)
    lock_user(work, by.user_id)
    user = work.db.get_one(User, by.user_id)
    changed = [name for name, value in wanted.items() if getattr(user, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(user, name, wanted[name])
    audit.record(work, "profile.edit", actor_id=by.user_id, target=f"user:{by.user_id}", fields=changed)
    work.touch(f"account:{by.user_id}")
    if by.role == Role.MENTOR:
        work.touch(MENTORS_TOPIC)
    if "name" in changed:
        work.touch(REVOKED_TOPIC)  # whoever remembers this viewer asks anew
    work.tell(ProfileChanged(by.user_id, by.role))


def _wanted(form: ProfileForm, role: Role) -> dict[str, object]:
    """What the row shall hold, by column."""
    name, bio = form.name.strip(), tidy_text(form.bio)
    problems = {}
    if not is_name(name):
        problems["name"] = NOT_A_NAME if name else NO_NAME
    if len(bio) > LONGEST_BIO:
        problems["bio"] = TOO_LONG
    if problems:
        raise Incomplete(problems, INVALID if name else MISSING)
    kinds = [kind for kind in WORDS_OF[role] if kind in form.words]
    words = {kind.value: tidy_words(form.words[kind]) for kind in kinds}
    return {"name": name, **({} if role == Role.ADMIN else {"bio": bio}), **words}


def tidy_text(typed: str) -> str:
    """Sentences without what nobody sees: odd line ends, control letters, heaps of empty lines."""
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return re.sub(r"\n{3,}", "\n\n", _UNSEEN.sub("", lines)).strip()
