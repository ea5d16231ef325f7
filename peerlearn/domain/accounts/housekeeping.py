"""What of registrations and sign-ins is forgotten, and when."""

from datetime import timedelta

from sqlmodel import col, or_

from peerlearn.domain.accounts.rules import FAILURES_COUNT_FOR
from peerlearn.domain.accounts.tables import EmailCode, Failures, SignIn, SignInChallenge, SignInTicket, SignUp
from peerlearn.kit.retention import forget
from peerlearn.kit.work import Work

SIGN_UPS_KEPT = timedelta(days=2)  # after the last code: its mail is delivered or given up by then
TICKETS_KEPT = timedelta(days=1)
SIGN_INS_KEPT = timedelta(days=30)  # after their end; the audit log remembers them for good


def forget_old(work: Work) -> int:
    """Drop some of what is over: registrations, codes, failures, tickets, challenges and ended sign-ins."""
    sign_ins_ended = work.now - SIGN_INS_KEPT
    ended = or_(col(SignIn.expires_at) < sign_ins_ended, col(SignIn.revoked_at) < sign_ins_ended)
    return (
        forget(work, SignUp, col(SignUp.code_sent_at) < work.now - SIGN_UPS_KEPT)
        + forget(work, EmailCode, col(EmailCode.code_sent_at) < work.now - SIGN_UPS_KEPT)
        + forget(work, Failures, col(Failures.last_failed_at) < work.now - FAILURES_COUNT_FOR)
        + forget(work, SignInTicket, col(SignInTicket.expires_at) < work.now - TICKETS_KEPT)
        + forget(work, SignInChallenge, col(SignInChallenge.expires_at) < work.now - TICKETS_KEPT)
        + forget(work, SignIn, ended)
    )
