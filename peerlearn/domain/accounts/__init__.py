"""Accounts: registration, signing in and out, and who is asking."""

from peerlearn.domain.accounts.email_typos import likely_email
from peerlearn.domain.accounts.handles import MENTORS_TOPIC, free_handles, handle_of
from peerlearn.domain.accounts.housekeeping import forget_old
from peerlearn.domain.accounts.locks import lock_user
from peerlearn.domain.accounts.refusals import (
    AccountLocked,
    CodeJustSent,
    InvalidCode,
    InvalidCredentials,
    NoMailYet,
    SignedOut,
    TicketSpent,
    TooManyCodes,
    TooManyMails,
)
from peerlearn.domain.accounts.rules import RESEND_AFTER, NewAccount, checked
from peerlearn.domain.accounts.sign_in import (
    REVOKED_TOPIC,
    Attempt,
    attempt_for,
    issue_ticket,
    redeem_ticket,
    settle_attempt,
    sign_out,
    viewer_of_token,
)
from peerlearn.domain.accounts.sign_up import begin_sign_up, email_problem, finish_sign_up, resend_code, verify_code
from peerlearn.domain.accounts.tables import Role
from peerlearn.domain.accounts.viewer import Viewer
from peerlearn.domain.accounts.words import WordKind, suggestions_for, words_in_use

__all__ = [
    "MENTORS_TOPIC",
    "RESEND_AFTER",
    "REVOKED_TOPIC",
    "AccountLocked",
    "Attempt",
    "CodeJustSent",
    "InvalidCode",
    "InvalidCredentials",
    "NewAccount",
    "NoMailYet",
    "Role",
    "SignedOut",
    "TicketSpent",
    "TooManyCodes",
    "TooManyMails",
    "Viewer",
    "WordKind",
    "attempt_for",
    "begin_sign_up",
    "checked",
    "email_problem",
    "finish_sign_up",
    "forget_old",
    "free_handles",
    "handle_of",
    "issue_ticket",
    "likely_email",
    "lock_user",
    "redeem_ticket",
    "resend_code",
    "settle_attempt",
    "sign_out",
    "suggestions_for",
    "verify_code",
    "viewer_of_token",
    "words_in_use",
]
