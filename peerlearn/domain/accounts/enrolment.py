"""An admin's first sign-in: their authenticator app gets its secret, and they get ten recovery codes."""

from dataclasses import dataclass

from peerlearn.domain import audit
from peerlearn.domain.accounts.recovery_codes import give_recovery_codes
from peerlearn.domain.accounts.refusals import ChallengeOver, InvalidCode
from peerlearn.domain.accounts.second_factor import PURPOSE, locked_out, open_challenge, refused, secret_of
from peerlearn.domain.accounts.tables import SignInChallenge, TotpSecret, User
from peerlearn.domain.accounts.tickets import issue_ticket
from peerlearn.kit import database, sealing, totp
from peerlearn.kit.refusal import Refusal
from peerlearn.kit.work import Work

ISSUER = "PeerLearn"


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator app needs: a QR code as a picture's address, or the secret to type by hand."""

    secret: str
    qr: str


def begin_enrolment(work: Work, challenge: str) -> Enrolment:
    """The secret to put into an app; the same one as long as the challenge lasts.

    Raises:
        ChallengeOver: also when the person has an app already.
    """
    found = _open(work, challenge)
    secret = _offered(found) or totp.new_secret()
    found.offered_secret = sealing.seal(secret, purpose=PURPOSE)
    address = totp.address_of(secret, account=work.db.get_one(User, found.user_id).email, issuer=ISSUER)
    return Enrolment(secret, totp.picture_of(address))


def finish_enrolment(work: Work, challenge: str, typed: str, *, ip: str = "") -> list[str] | Refusal:
    """Keep the secret once the app shows the right six digits: the recovery codes to show, or the refusal.

    Raises:
        ChallengeOver.
    """
    found = _open(work, challenge)
    if refusal := locked_out(work, found.user_id, ip):
        return refusal
    secret = _offered(found)
    step = totp.step_of(secret, "".join(typed.split()), work.now) if secret else None
    if step is None:
        return refused(work, "second_factor.wrong", found.user_id, ip, InvalidCode())
    kept = TotpSecret(
        user_id=found.user_id, sealed_secret=found.offered_secret or "", last_step=step, enrolled_at=work.now
    )
    if not database.insert_once(work.db, kept, unique="user_id"):
        raise ChallengeOver()
    found.enrolled_at = work.now
    audit.record(work, "second_factor.enrol", actor_id=found.user_id, ip=ip)
    return give_recovery_codes(work, found.user_id)


def ticket_after_enrolment(work: Work, challenge: str) -> str:
    """The sign-in ticket of somebody who has just enrolled, once they have put their recovery codes away.

    Raises:
        ChallengeOver.
    """
    found = open_challenge(work, challenge)
    if found is None or found.enrolled_at is None:
        raise ChallengeOver()
    found.used_at = work.now
    return issue_ticket(work, found.user_id, proved=True)


def _open(work: Work, challenge: str) -> SignInChallenge:
    found = open_challenge(work, challenge)
    if found is None or secret_of(work, found.user_id) is not None:
        raise ChallengeOver()
    return found


def _offered(found: SignInChallenge) -> str:
    return sealing.unseal(found.offered_secret, purpose=PURPOSE) if found.offered_secret else ""
