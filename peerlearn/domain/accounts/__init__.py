"""Accounts: registration, signing in and out, and who is asking."""

from peerlearn.domain.accounts.email_codes import resend_email_code, reset_password, send_email_code, sign_in_with_code
from peerlearn.domain.accounts.email_typos import likely_email
from peerlearn.domain.accounts.handles import MENTORS_TOPIC, free_handles, handle_of
from peerlearn.domain.accounts.homes import home_of
from peerlearn.domain.accounts.housekeeping import forget_old
from peerlearn.domain.accounts.locks import lock_user
from peerlearn.domain.accounts.refusals import (
    AccountLocked,
    CodeJustSent,
    InvalidCode,
    InvalidCredentials,
    ManyInvalidCredentials,
    NoMailYet,
    NoSuchSignIn,
    SignedOut,
    TicketSpent,
    TooManyCodes,
    TooManyFailures,
    TooManyMails,
    TooManyWrongCodes,
)
from peerlearn.domain.accounts.rules import RESEND_AFTER, NewAccount, checked, checked_password
from peerlearn.domain.accounts.sign_in import Attempt, attempt_for, settle_attempt
from peerlearn.domain.accounts.sign_ins import (
    REVOKED_TOPIC,
    DeviceCard,
    devices_of,
    end_other_sign_ins,
    end_sign_in,
    note_seen,
    sign_out,
    viewer_of_token,
)
from peerlearn.domain.accounts.sign_up import begin_sign_up, email_problem, finish_sign_up, resend_code, verify_code
from peerlearn.domain.accounts.tables import CodeFor, Role
from peerlearn.domain.accounts.tickets import issue_ticket, redeem_ticket
from peerlearn.domain.accounts.viewer import Viewer
from peerlearn.domain.accounts.words import WordKind, suggestions_for, words_in_use

__all__ = [
    "MENTORS_TOPIC",
    "RESEND_AFTER",
    "REVOKED_TOPIC",
    "AccountLocked",
    "Attempt",
    "CodeFor",
    "CodeJustSent",
    "DeviceCard",
    "InvalidCode",
    "InvalidCredentials",
    "ManyInvalidCredentials",
    "NewAccount",
    "NoMailYet",
    "NoSuchSignIn",
    "Role",
    "SignedOut",
    "TicketSpent",
    "TooManyCodes",
    "TooManyFailures",
    "TooManyMails",
    "TooManyWrongCodes",
    "Viewer",
    "WordKind",
    "attempt_for",
    "begin_sign_up",
    "checked",
    "checked_password",
    "devices_of",
    "email_problem",
    "end_other_sign_ins",
    "end_sign_in",
    "finish_sign_up",
    "forget_old",
    "free_handles",
    "handle_of",
    "home_of",
    "issue_ticket",
    "likely_email",
    "lock_user",
    "note_seen",
    "redeem_ticket",
    "resend_code",
    "resend_email_code",
    "reset_password",
    "send_email_code",
    "settle_attempt",
    "sign_in_with_code",
    "sign_out",
    "suggestions_for",
    "verify_code",
    "viewer_of_token",
    "words_in_use",
]
