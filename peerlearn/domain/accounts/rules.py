"""What a registration must have, when accounts lock, and how one-time codes are made: pure, no database."""

import hashlib
import hmac
import ipaddress
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email

from peerlearn.domain.accounts.tables import Role
from peerlearn.kit.passwords import LONGEST_PASSWORD
from peerlearn.kit.refusal import Incomplete

CODE_LASTS = timedelta(minutes=10)
RESEND_AFTER = timedelta(seconds=30)
MOST_CODES = 4
MOST_WRONG_CODES = 5
MOST_CODES_TO_ONE_ADDRESS, CODES_COUNT_FOR = 8, timedelta(hours=1)
MOST_WRONG_CODES_A_DAY = 30
WARN_AT_FAILURES = 3
LOCK_AT_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
FAILURES_COUNT_FOR = timedelta(days=1)
SIGN_IN_LASTS = timedelta(days=30)
TICKET_LASTS = timedelta(seconds=60)
CHALLENGE_LASTS = timedelta(minutes=10)
PROOF_IS_FRESH_FOR = timedelta(minutes=10)
SHORTEST_PASSWORD, SHORTEST_ADMIN_PASSWORD = 8, 12
LONGEST_NAME, LONGEST_EMAIL = 100, 255
LONGEST_WORD, MOST_WORDS = 60, 20

# The name stands in a mail to whatever address was typed: it must not write that mail.
_NO_NAME = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]|://|\bwww\.", re.IGNORECASE
)

# Signs that are not seen and turn the direction of what follows them.
_TURNS = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")

EMAIL_TAKEN = "Email taken"
INVALID_EMAIL = "Invalid email"


@dataclass(frozen=True)
class Limit:
    """How many failures lock, and for how long one counts after the last."""

    most: int
    counts_for: timedelta


ONE_ACCOUNT = Limit(LOCK_AT_FAILURES, FAILURES_COUNT_FOR)
ONE_NETWORK = Limit(60, LOCKED_FOR)  # a school has one address: many may be wrong in one quarter of an hour


@dataclass(frozen=True)
class NewAccount:
    """The registration form as typed."""

    role: str
    email: str
    name: str
    skills: list[str] = field(default_factory=list)
    interests: list[str] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)


def password_problem(password: str, *not_this: str, shortest: int = SHORTEST_PASSWORD) -> str:
    """What is wrong with a new password; it must not be any of some things that people know."""
    if not shortest <= len(password) <= LONGEST_PASSWORD:
        return f"Please use {shortest} characters or more"
    if password.casefold().strip() in {known.casefold().strip() for known in not_this if known}:
        return "Please do not use your name or e-mail as password"
    return ""


def problems_of(form: NewAccount, password: str) -> dict[str, str]:
    """What is wrong with a registration, a sentence per field; empty when nothing is."""
    problems: dict[str, str] = {}
    if form.role not in (Role.LEARNER, Role.MENTOR):
        problems["role"] = "Please choose Learner or Mentor"
    email = tidy_email(form.email)
    if email is None:
        problems["email"] = INVALID_EMAIL
    name = form.name.strip()
    if not is_name(name):
        problems["name"] = "Please give your name"
    if problem := password_problem(password, email or "", name):
        problems["password"] = problem
    return problems


def admin_problem(email: str, name: str, password: str) -> str:
    """The first thing that is wrong with an admin to make; empty when nothing is."""
    if tidy_email(email) is None:
        return INVALID_EMAIL
    if not is_name(name.strip()):
        return "Please give a name"
    return password_problem(password, email, name, shortest=SHORTEST_ADMIN_PASSWORD)


def checked(form: NewAccount, password: str) -> None:
    """Refuse an incomplete registration.

    Raises:
        Incomplete: with a sentence per field.
    """
    problems = problems_of(form, password)
    if problems:
        raise Incomplete(problems)


def checked_password(password: str, *not_this: str) -> None:
    """Refuse a new password that is too easy to guess.

    Raises:
        Incomplete: with the sentence for the field "password".
    """
    if problem := password_problem(password, *not_this):
        raise Incomplete({"password": problem}, problem)


def is_name(name: str) -> bool:
    """Whether people can be called this."""
    return len(name) <= LONGEST_NAME and any(map(str.isalnum, name)) and not _NO_NAME.search(name)


def tidy_email(typed: str) -> str | None:
    """An address in the one form we keep, or None when it cannot be one.

    Lower case, and in the letters that every mail server takes: a domain in another script has a name in them,
    the part before the @ has not.
    """
    try:
        # Whether mail arrives there, the one-time code will show; names reserved for examples are fine.
        found = validate_email(typed.strip(), check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return found.ascii_email.lower() if found.ascii_email and len(found.ascii_email) <= LONGEST_EMAIL else None


def tidy_words(typed: list[str]) -> list[str]:
    """Skills or interests without blanks and repetitions."""
    tidy: dict[str, str] = {}
    for word in typed:
        text = re.sub(r"\s+", " ", _TURNS.sub("", word)).strip()[:LONGEST_WORD]
        if text:
            tidy.setdefault(text.casefold(), text)
    return list(tidy.values())[:MOST_WORDS]


def one_time_code(secret: str, of: str, number: int) -> str:
    """The n-th code of something: six digits, derived, so that the database holds none.

    Dynamic truncation as in RFC 4226, section 5.3, over HMAC-SHA-256.
    """
    digest = hmac.new(secret.encode(), f"{of}:{number}".encode(), hashlib.sha256).digest()
    offset = digest[-1] & 0x0F
    value = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return f"{value % 1_000_000:06d}"


def is_code(right: str, typed: str) -> bool:
    """Whether this code was typed, compared in a time that tells nothing; blanks do not matter."""
    return hmac.compare_digest(right.encode(), "".join(typed.split()).encode())


def network_of(ip: str) -> str:
    """Whom an address belongs to: one IPv4 address, or the 64 bits that one IPv6 household has; empty for nobody's.

    An address that is not of the public internet is our own proxy's, through which everybody comes.
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ""
    if not address.is_global:
        return ""
    return ip if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    """Whether an account may not sign in now."""
    return locked_until is not None and now < locked_until
