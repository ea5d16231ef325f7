"""Registering: a form, a code by mail, and only then an account."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from peerlearn.domain import audit
from peerlearn.domain.accounts.handles import free_handles
from peerlearn.domain.accounts.refusals import CodeJustSent, CodeSpent, NoMailYet, TooManyCodes, TooManyMails
from peerlearn.domain.accounts.rules import (
    CODE_LASTS,
    CODES_COUNT_FOR,
    EMAIL_TAKEN,
    INVALID_EMAIL,
    MOST_CODES,
    MOST_CODES_TO_ONE_ADDRESS,
    MOST_WRONG_CODES,
    RESEND_AFTER,
    NewAccount,
    is_code,
    one_time_code,
    tidy_email,
    tidy_words,
)
from peerlearn.domain.accounts.tables import Role, SignUp, User
from peerlearn.domain.accounts.tickets import issue_ticket
from peerlearn.kit import clock, database, ids, mail
from peerlearn.kit.jobs import Run, enqueue, job
from peerlearn.kit.refusal import Incomplete
from peerlearn.kit.work import Work
from peerlearn.settings import settings

SEND_CODE = "send_sign_up_code"
SUBJECT = "Your PeerLearn code"
BODY = """Hello {name},

your one-time code for PeerLearn is {code}

It works once, for ten minutes. If you did not ask for it, nothing happens; just ignore this mail.
"""


def email_problem(db: Session, typed: str) -> str:
    """What is wrong with an address, while it is being typed; empty when nothing is."""
    email = tidy_email(typed)
    if email is None:
        return INVALID_EMAIL
    return EMAIL_TAKEN if db.exec(select(User.id).where(User.email == email)).first() is not None else ""


def begin_sign_up(work: Work, form: NewAccount, password_hash: str) -> str:
    """Keep a checked registration and send its first code; its unguessable name.

    Args:
        work: the unit of work.
        form: as `rules.checked` let it pass.
        password_hash: made before, outside the transaction.

    Raises:
        Incomplete: "Email taken".
        NoMailYet: when no code could reach anybody.
        TooManyMails.
    """
    if not mail.can_send():
        raise NoMailYet()
    problem = email_problem(work.db, form.email)
    if problem:
        raise Incomplete({"email": problem}, problem)
    sign_up = SignUp(
        public_id=ids.public_id(),
        email=tidy_email(form.email) or "",
        name=form.name.strip(),
        role=form.role,
        password_hash=password_hash,
        skills=tidy_words(form.skills),
        interests=tidy_words(form.interests),
        domains=tidy_words(form.domains),
        goals=tidy_words(form.goals),
        code_sent_at=work.now,
    )
    _send_code(work, sign_up)
    work.db.add(sign_up)
    return sign_up.public_id


def resend_code(work: Work, public_id: str) -> None:
    """Send another code; the ones before no longer work.

    Raises:
        CodeSpent, CodeJustSent, TooManyCodes, TooManyMails.
    """
    sign_up = _open_sign_up(work, public_id)
    if work.now < sign_up.code_sent_at + RESEND_AFTER:
        raise CodeJustSent()
    if sign_up.codes_sent >= MOST_CODES:
        raise TooManyCodes()
    _send_code(work, sign_up)


def finish_sign_up(work: Work, public_id: str, typed: str) -> str | None:
    """Make the account and let its owner in at once: a sign-in ticket, or None when the code was wrong.

    Raises:
        CodeSpent, Incomplete: as `verify_code`.
    """
    user_id = verify_code(work, public_id, typed)
    return issue_ticket(work, user_id) if user_id is not None else None


def verify_code(work: Work, public_id: str, typed: str) -> int | None:
    """Make the account when the code is right; its user id, or None when the code was wrong.

    A wrong code is counted, so it must be committed and cannot be an exception.

    Raises:
        CodeSpent: when no code can be right any more.
        Incomplete: "Email taken", when somebody else was faster.
    """
    sign_up = _open_sign_up(work, public_id)
    if not _works(sign_up, work.now):
        raise CodeSpent()
    if not is_code(_code(sign_up, sign_up.codes_sent), typed):
        sign_up.wrong_codes += 1
        audit.record(work, "sign_up.wrong_code", actor_id=None, target=f"sign_up:{sign_up.id}")
        return None
    return _create_account(work, sign_up)


@job(SEND_CODE)
def send_code(run: Run) -> None:
    """Mail a code while it works; it is made here, so that neither the job nor the database holds it."""
    with database.reading() as db:
        sign_up = db.exec(select(SignUp).where(SignUp.public_id == run.payload["sign_up"])).one()
    number = run.payload["number"]
    if number != sign_up.codes_sent or not _works(sign_up, clock.now()):
        return  # the mail server came back too late: a code that is refused would only confuse
    code = _code(sign_up, number)
    mail.deliver(run, to=sign_up.email, subject=SUBJECT, body=BODY.format(name=sign_up.name, code=code))


def _code(sign_up: SignUp, number: int) -> str:
    return one_time_code(settings.secret_key, f"sign-up:{sign_up.public_id}", number)


def _send_code(work: Work, sign_up: SignUp) -> None:
    of_late = col(SignUp.code_sent_at) > work.now - CODES_COUNT_FOR
    sent = work.db.exec(select(func.sum(col(SignUp.codes_sent))).where(SignUp.email == sign_up.email, of_late)).one()
    if (sent or 0) >= MOST_CODES_TO_ONE_ADDRESS:
        raise TooManyMails()
    sign_up.codes_sent += 1
    sign_up.code_sent_at = work.now
    payload = {"sign_up": sign_up.public_id, "number": sign_up.codes_sent}
    enqueue(work, SEND_CODE, key=f"{SEND_CODE}:{sign_up.public_id}:{sign_up.codes_sent}", payload=payload)


def _open_sign_up(work: Work, public_id: str) -> SignUp:
    found = work.db.exec(select(SignUp).where(SignUp.public_id == public_id).with_for_update()).first()
    if found is None or found.used_at is not None:
        raise CodeSpent()
    return found


def _works(sign_up: SignUp, now: datetime) -> bool:
    """Whether the newest code can still be right."""
    fresh = now <= sign_up.code_sent_at + CODE_LASTS
    return fresh and sign_up.used_at is None and sign_up.wrong_codes < MOST_WRONG_CODES


def _create_account(work: Work, sign_up: SignUp) -> int:
    handles = free_handles(work.db, sign_up.name) if sign_up.role == Role.MENTOR else iter([None])
    while not database.insert_once(work.db, _user(sign_up, next(handles), work.now)):
        if email_problem(work.db, sign_up.email):
            raise Incomplete({"email": EMAIL_TAKEN}, EMAIL_TAKEN)
    sign_up.used_at = work.now
    user_id = work.db.exec(select(User.id).where(User.email == sign_up.email)).one()
    assert user_id is not None
    audit.record(work, "account.register", actor_id=user_id, target=f"user:{user_id}", role=sign_up.role)
    return user_id


def _user(sign_up: SignUp, handle: str | None, now: datetime) -> User:
    return User(
        email=sign_up.email,
        name=sign_up.name,
        handle=handle,
        role=sign_up.role,
        password_hash=sign_up.password_hash,
        skills=sign_up.skills,
        interests=sign_up.interests,
        domains=sign_up.domains,
        goals=sign_up.goals,
        created_at=now,
    )
