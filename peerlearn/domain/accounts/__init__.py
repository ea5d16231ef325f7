"""Accounts: registration, signing in and out, and who is asking."""

from peerlearn.domain.accounts.admins import admin_ids, make_admin
from peerlearn.domain.accounts.deletion import DELETED_NAME, forget_person
from peerlearn.domain.accounts.email_codes import resend_email_code, reset_password, send_email_code, sign_in_with_code
from peerlearn.domain.accounts.email_typos import likely_email
from peerlearn.domain.accounts.enrolment import Enrolment, begin_enrolment, finish_enrolment, ticket_after_enrolment
from peerlearn.domain.accounts.events import ProfileChanged
from peerlearn.domain.accounts.handles import MENTORS_TOPIC, free_handles
from peerlearn.domain.accounts.head_count import HeadCount, head_count
from peerlearn.domain.accounts.homes import home_of
from peerlearn.domain.accounts.housekeeping import forget_old
from peerlearn.domain.accounts.intro_video import (
    ARRIVES_WITHIN,
    begin_video,
    keep_video,
    remove_video,
    video_href,
    video_is_shown,
)
from peerlearn.domain.accounts.locks import lock_admins, lock_user
from peerlearn.domain.accounts.profile import WORDS_OF, Profile, ProfileForm, edit_profile, own_profile
from peerlearn.domain.accounts.re_authentication import note_password, to_compare
from peerlearn.domain.accounts.recovery_codes import new_recovery_codes, recovery_codes_left
from peerlearn.domain.accounts.refusals import (
    AccountLocked,
    AddressInUse,
    ChallengeOver,
    CodeJustSent,
    CodeSpent,
    CodeUsed,
    InvalidCode,
    InvalidCredentials,
    Locked,
    ManyInvalidCredentials,
    NoMailYet,
    NoSuchSignIn,
    SignedOut,
    TicketSpent,
    TooManyCodes,
    TooManyFailures,
    TooManyMails,
    TooManyVideos,
    TooManyWrongCodes,
)
from peerlearn.domain.accounts.rules import (
    EMAIL_TAKEN,
    INVALID_EMAIL,
    RESEND_AFTER,
    NewAccount,
    admin_problem,
    checked,
    checked_password,
    tidy_email,
)
from peerlearn.domain.accounts.second_factor import Outcome, SecondFactorNeeded, let_in, prove, prove_again
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
from peerlearn.domain.accounts.tables import LONGEST_BIO, CodeFor, Role
from peerlearn.domain.accounts.tickets import issue_ticket, redeem_ticket
from peerlearn.domain.accounts.viewer import Viewer
from peerlearn.domain.accounts.words import WordKind, every_word, words_in_use

__all__ = [
    "ARRIVES_WITHIN",
    "admin_ids",
    "begin_video",
    "keep_video",
    "remove_video",
    "video_href",
    "video_is_shown",
    "DELETED_NAME",
    "EMAIL_TAKEN",
    "INVALID_EMAIL",
    "LONGEST_BIO",
    "MENTORS_TOPIC",
    "RESEND_AFTER",
    "REVOKED_TOPIC",
    "WORDS_OF",
    "AccountLocked",
    "AddressInUse",
    "Attempt",
    "ChallengeOver",
    "CodeFor",
    "CodeJustSent",
    "CodeSpent",
    "CodeUsed",
    "DeviceCard",
    "Enrolment",
    "HeadCount",
    "InvalidCode",
    "InvalidCredentials",
    "Locked",
    "ManyInvalidCredentials",
    "NewAccount",
    "NoMailYet",
    "NoSuchSignIn",
    "Outcome",
    "Profile",
    "ProfileChanged",
    "ProfileForm",
    "Role",
    "SecondFactorNeeded",
    "SignedOut",
    "TicketSpent",
    "TooManyCodes",
    "TooManyFailures",
    "TooManyMails",
    "TooManyVideos",
    "TooManyWrongCodes",
    "Viewer",
    "WordKind",
    "admin_problem",
    "attempt_for",
    "begin_enrolment",
    "begin_sign_up",
    "checked",
    "checked_password",
    "devices_of",
    "edit_profile",
    "email_problem",
    "end_other_sign_ins",
    "end_sign_in",
    "every_word",
    "finish_enrolment",
    "finish_sign_up",
    "forget_old",
    "forget_person",
    "free_handles",
    "head_count",
    "home_of",
    "issue_ticket",
    "let_in",
    "likely_email",
    "lock_admins",
    "lock_user",
    "make_admin",
    "new_recovery_codes",
    "note_password",
    "note_seen",
    "own_profile",
    "prove",
    "prove_again",
    "recovery_codes_left",
    "redeem_ticket",
    "resend_code",
    "resend_email_code",
    "reset_password",
    "send_email_code",
    "settle_attempt",
    "sign_in_with_code",
    "sign_out",
    "ticket_after_enrolment",
    "tidy_email",
    "to_compare",
    "verify_code",
    "viewer_of_token",
    "words_in_use",
]
