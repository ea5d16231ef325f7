"""Who people are: accounts, half-finished registrations, and the sign-ins of their devices."""

import enum
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index
from sqlmodel import Field, SQLModel

from peerlearn.kit.database import UtcDateTime, one_of

LONGEST_BIO = 600


class Role(enum.StrEnum):
    """What an account may be; one e-mail has one role."""

    LEARNER = "learner"
    MENTOR = "mentor"
    ADMIN = "admin"


class User(SQLModel, table=True):
    """An account."""

    __tablename__ = "users"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("email = lower(email)", name="email_lower_case"),
        CheckConstraint("role <> 'mentor' OR handle IS NOT NULL", name="mentor_has_handle"),
        CheckConstraint(f"length(bio) <= {LONGEST_BIO}", name="bio_is_short"),
        CheckConstraint("intro_video IS NULL OR role = 'mentor'", name="only_mentors_introduce_themselves"),
        CheckConstraint("deleted_at IS NULL OR NOT is_active", name="deleted_is_closed"),
        Index("uq_users_handle", "handle", unique=True),
        Index("uq_users_intro_video", "intro_video", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=255, unique=True)
    name: str = Field(max_length=100)
    handle: str | None = Field(default=None, max_length=64)  # a mentor's name in public addresses
    role: str = Field(max_length=10, index=True)
    password_hash: str = Field(max_length=255)
    interests: list[str] = Field(default_factory=list, sa_type=JSON)
    skills: list[str] = Field(default_factory=list, sa_type=JSON)
    domains: list[str] = Field(default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"})
    goals: list[str] = Field(default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"})
    bio: str = Field(default="", max_length=LONGEST_BIO, sa_column_kwargs={"server_default": ""})
    intro_video: str | None = Field(default=None, max_length=255)  # its name in kit/storage.py
    is_active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)
    deleted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # nobody's any more (deletion.py)


class SignUp(SQLModel, table=True):
    """A registration whose e-mail is not verified yet; no account exists before it is."""

    __tablename__ = "sign_ups"
    __table_args__ = (one_of("role", Role),)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(max_length=32, unique=True)
    email: str = Field(max_length=255, index=True)
    name: str = Field(max_length=100)
    role: str = Field(max_length=10)
    password_hash: str = Field(max_length=255)
    interests: list[str] = Field(default_factory=list, sa_type=JSON)
    skills: list[str] = Field(default_factory=list, sa_type=JSON)
    domains: list[str] = Field(default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"})
    goals: list[str] = Field(default_factory=list, sa_type=JSON, sa_column_kwargs={"server_default": "[]"})
    codes_sent: int = 0  # each code is derived from its number; none is stored
    code_sent_at: datetime = Field(sa_type=UtcDateTime)
    wrong_codes: int = 0
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CodeFor(enum.StrEnum):
    """What a one-time code that was mailed to an account lets its reader do."""

    SIGN_IN = "sign_in"
    NEW_PASSWORD = "new_password"


class EmailCode(SQLModel, table=True):
    """A code that somebody asked for with an address, whether or not an account has it."""

    __tablename__ = "email_codes"
    __table_args__ = (one_of("purpose", CodeFor),)

    id: int | None = Field(default=None, primary_key=True)
    public_id: str = Field(max_length=32, unique=True)
    email: str = Field(max_length=255, index=True)
    purpose: str = Field(max_length=20)
    codes_sent: int = 0  # each code is derived from its number; none is stored
    code_sent_at: datetime = Field(sa_type=UtcDateTime)
    wrong_codes: int = 0
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Failures(SQLModel, table=True):
    """What failed since the last success, counted under a key: an address, a network, a browser (failures.py)."""

    __tablename__ = "failures"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=400, unique=True)
    failures: int = 0
    last_failed_at: datetime = Field(sa_type=UtcDateTime, index=True)
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignIn(SQLModel, table=True):
    """One device that is signed in; the cookie holds the token, this row its fingerprint."""

    __tablename__ = "sign_ins"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    token_fingerprint: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    proved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # when the second factor was shown last
    device: str = Field(default="", max_length=200)
    browser_fingerprint: str = Field(default="", max_length=64, index=True)  # the same after signing in again
    ip: str = Field(default="", max_length=64)


class SignInTicket(SQLModel, table=True):
    """Carries a verified person from the page's socket to the HTTP door that sets the cookie; works once."""

    __tablename__ = "sign_in_tickets"

    id: int | None = Field(default=None, primary_key=True)
    fingerprint: str = Field(max_length=64, unique=True)
    user_id: int = Field(foreign_key="users.id")
    expires_at: datetime = Field(sa_type=UtcDateTime)
    proved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInChallenge(SQLModel, table=True):
    """An admin whose password was right, and whose second factor is awaited; the page holds its secret name."""

    __tablename__ = "sign_in_challenges"

    id: int | None = Field(default=None, primary_key=True)
    fingerprint: str = Field(max_length=64, unique=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    offered_secret: str | None = Field(default=None, max_length=255)  # sealed; becomes theirs once their app proves it
    enrolled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TotpSecret(SQLModel, table=True):
    """What a person shares with their authenticator app, sealed, and the last step whose code they used."""

    __tablename__ = "totp_secrets"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", unique=True)
    sealed_secret: str = Field(max_length=255)
    last_step: int
    enrolled_at: datetime = Field(sa_type=UtcDateTime)


class RecoveryCode(SQLModel, table=True):
    """The hash of one recovery code."""

    __tablename__ = "recovery_codes"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="users.id", index=True)
    fingerprint: str = Field(max_length=64, unique=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
