"""One-time codes for people who have an account: to sign in without a password, or to choose a new one.

Nobody learns here who has an account: an address that nobody has gets the same answers, after the same work; only
the mail is not sent, by a job that nobody waits for.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, or_, select

from peerlearn.domain import audit
from peerlearn.domain.accounts.failures import lift_locks, tries_of
from peerlearn.domain.accounts.refusals import (
    CodeJustSent,
    CodeSpent,
    InvalidCode,
    NoMailYet,
    TooManyCodes,
    TooManyMails,
    TooManyWrongCodes,
)
from peerlearn.domain.accounts.rules import (
    CODE_LASTS,
    CODES_COUNT_FOR,
    INVALID_EMAIL,
    MOST_CODES,
    MOST_CODES_TO_ONE_ADDRESS,
    MOST_WRONG_CODES,
    MOST_WRONG_CODES_A_DAY,
    RESEND_AFTER,
    is_code,
    one_time_code,
    tidy_email,
)
from peerlearn.domain.accounts.second_factor import Outcome, let_in
from peerlearn.domain.accounts.sign_ins import end_every_sign_in
from peerlearn.domain.accounts.tables import CodeFor, EmailCode, Role, TotpSecret, User
from peerlearn.kit import clock, database, ids, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.refusal import Incomplete, Refusal
from peerlearn.kit.work import Work
from peerlearn.settings import settings

SEND_CODE = "send_email_code"
NO_MAIL = "Codes cannot be sent yet: mail is not set up."
LETTERS = {
    CodeFor.SIGN_IN: (
        "Your PeerLearn sign-in code",
        """Hello {name},

your one-time code to sign in to PeerLearn is {code}

It works once, for ten minutes. If you did not ask for it, nobody gets in without it; just ignore this mail.
""",
    ),
    CodeFor.NEW_PASSWORD: (
        "Choose a new PeerLearn password",
        """Hello {name},

your one-time code to choose a new password for PeerLearn is {code}

It works once, for ten minutes. If you did not ask for it, your password stays as it is; just ignore this mail.
""",
    ),
}


def send_email_code(work: Work, typed: str, purpose: CodeFor, *, ip: str = "") -> str:
    """Send a code to an address, if an account has it; the unguessable name of what was asked for, in any case.

    Raises:
        Incomplete: "Invalid email".
        NoMailYet, TooManyMails, TooManyWrongCodes.
    """
    if not mail.can_send():
        raise NoMailYet(NO_MAIL)
    email = tidy_email(typed)
    if email is None:
        raise Incomplete({"email": INVALID_EMAIL}, INVALID_EMAIL)
    asked = EmailCode(public_id=ids.public_id(), email=email, purpose=purpose, code_sent_at=work.now)
    _send(work, asked)
    work.db.add(asked)
    audit.record(work, "email_code.ask", actor_id=None, ip=ip, purpose=purpose)
    return asked.public_id


def resend_email_code(work: Work, public_id: str) -> None:
    """Send another code; the ones before no longer work.

    Raises:
        CodeSpent, CodeJustSent, TooManyCodes, TooManyMails, TooManyWrongCodes.
    """
    asked = _asked(work, public_id)
    if asked is None or asked.used_at is not None:
        raise CodeSpent()
    if work.now < asked.code_sent_at + RESEND_AFTER:
        raise CodeJustSent()
    if asked.codes_sent >= MOST_CODES:
        raise TooManyCodes()
    _send(work, asked)


def sign_in_with_code(work: Work, public_id: str, typed: str, *, ip: str = "", browser: str = "") -> Outcome:
    """Let the reader of a code in: a sign-in ticket, or the refusal to show.

    A wrong code counts like a wrong password; it must be committed, so it is returned and not raised.
    """
    asked = _asked(work, public_id, CodeFor.SIGN_IN)
    if asked is None:
        return _refused(work, "email_code.unknown", ip, InvalidCode())
    tries = tries_of(work, asked.email, ip=ip, browser=browser)
    if refusal := tries.refusal(work):
        return _refused(work, "sign_in.locked", ip, refusal, asked)
    user = _owner(work, asked, typed)
    if isinstance(user, Refusal):
        tries.failed(work)
        return _refused(work, "email_code.wrong", ip, tries.lock(work) or user, asked)
    tries.succeeded(work)
    return let_in(work, user.id or 0)


def reset_password(work: Work, public_id: str, typed: str, password_hash: str, *, ip: str = "") -> Outcome:
    """Change the password for the reader of a code, end every sign-in, lift the lock, and let this one in.

    Args:
        work: the unit of work.
        public_id: what `send_email_code` gave.
        typed: the code.
        password_hash: of a password that `checked_password` let pass; made before, outside the transaction.
        ip: where the try comes from.
    """
    asked = _asked(work, public_id, CodeFor.NEW_PASSWORD)
    if asked is None:
        return _refused(work, "email_code.unknown", ip, InvalidCode())
    user = _owner(work, asked, typed)
    if isinstance(user, Refusal):
        return _refused(work, "email_code.wrong", ip, user, asked)
    user.password_hash = password_hash
    user_id = user.id or 0
    end_every_sign_in(work, user_id)
    _spend_others(work, asked)
    lift_locks(work, asked.email)
    audit.record(work, "account.reset_password", actor_id=user_id, target=f"user:{user_id}", ip=ip)
    return let_in(work, user_id)


@job(SEND_CODE)
def mail_code(run: Run) -> None:
    """Mail a code while it works, if there is somebody to read it; it is made here, so that nothing stored holds it."""
    number = run.payload["number"]
    with database.reading() as db:
        asked = db.exec(select(EmailCode).where(EmailCode.public_id == run.payload["asked"])).one()
        user = _reader(db, asked.email)
    if user is None or number != asked.codes_sent or not _works(asked, clock.now()):
        return
    subject, body = LETTERS[CodeFor(asked.purpose)]
    mail.deliver(run, to=user.email, subject=subject, body=body.format(name=user.name, code=_code(asked, number)))


def _reader(db: Session, email: str) -> User | None:
    """Whom codes to this address are for; no admin who has no authenticator app yet.

    Whoever reads such an admin's mail could else set an app of their own up: the first sign-in takes the password
    that was chosen at the terminal.
    """
    has_app = select(TotpSecret.id).where(TotpSecret.user_id == User.id).exists()
    may = or_(col(User.role) != Role.ADMIN, has_app)
    return db.exec(select(User).where(User.email == email, col(User.is_active).is_(True), may)).first()


def _owner(work: Work, asked: EmailCode, typed: str) -> User | Refusal:
    """Spend the code: whose it is, or why not. A wrong one is counted."""
    if not _works(asked, work.now):
        return CodeSpent()
    user = _reader(work.db, asked.email)
    if not is_code(_code(asked, asked.codes_sent), typed) or user is None:
        asked.wrong_codes += 1
        return InvalidCode()
    asked.used_at = work.now
    return user


def _asked(work: Work, public_id: str, purpose: CodeFor | None = None) -> EmailCode | None:
    found = work.db.exec(select(EmailCode).where(EmailCode.public_id == public_id).with_for_update()).first()
    return found if found is not None and purpose in (None, found.purpose) else None


def _send(work: Work, asked: EmailCode) -> None:
    if _sum_of(work, "codes_sent", asked.email, CODES_COUNT_FOR) >= MOST_CODES_TO_ONE_ADDRESS:
        raise TooManyMails()
    if _sum_of(work, "wrong_codes", asked.email, timedelta(days=1)) >= MOST_WRONG_CODES_A_DAY:
        raise TooManyWrongCodes()
    asked.codes_sent += 1
    asked.code_sent_at = work.now
    key = f"{SEND_CODE}:{asked.public_id}:{asked.codes_sent}"
    enqueue(work, SEND_CODE, key=key, payload={"asked": asked.public_id, "number": asked.codes_sent})


def _sum_of(work: Work, column: str, email: str, of_late: timedelta) -> int:
    total = select(func.sum(col(getattr(EmailCode, column))))
    return work.db.exec(total.where(EmailCode.email == email, EmailCode.code_sent_at > work.now - of_late)).one() or 0


def _spend_others(work: Work, asked: EmailCode) -> None:
    others = select(EmailCode).where(EmailCode.email == asked.email, col(EmailCode.used_at).is_(None))
    for other in work.db.exec(others.with_for_update()):
        other.used_at = work.now


def _code(asked: EmailCode, number: int) -> str:
    return one_time_code(settings.secret_key, f"{asked.purpose}:{asked.public_id}", number)


def _works(asked: EmailCode, now: datetime) -> bool:
    """Whether the newest code can still be right."""
    fresh = now <= asked.code_sent_at + CODE_LASTS
    return fresh and asked.used_at is None and asked.wrong_codes < MOST_WRONG_CODES


def _refused(work: Work, kind: str, ip: str, refusal: Refusal, asked: EmailCode | None = None) -> Refusal:
    audit.record(work, kind, actor_id=None, target=f"email_code:{asked.id}" if asked else "", ip=ip)
    return refusal
