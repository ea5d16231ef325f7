"""The ways an account says no."""

from datetime import datetime, timedelta

from peerlearn.kit.refusal import NotAllowed, Refusal


class SignedOut(Refusal):
    """The sign-in ended meanwhile."""

    message = "Please sign in again."


class TooManyVideos(Refusal):
    """More sent in an hour than anybody needs to."""

    message = "That was often. Please try again in an hour."


class InvalidCredentials(Refusal):
    """Wrong e-mail or password; the same words for both."""

    message = "Invalid credentials"


class ManyInvalidCredentials(InvalidCredentials):
    """From the third time on."""

    message = "Invalid credentials. After five failed attempts the account is locked for 15 minutes."


class Locked(Refusal):
    """A lock that ends by itself; `fact` says what is so, `way_out` how long it lasts and what helps sooner."""

    fact = "Locked"
    way_out = "Try again in {left}."

    def __init__(self, until: datetime, now: datetime) -> None:
        self.until = until
        self.seconds = max(0, int((until - now).total_seconds()))
        super().__init__(f"{self.fact}. {self.way_out.format(left=_minutes(until - now))}")


class AccountLocked(Locked):
    """Too many failures for one address, whether or not an account has it."""

    fact = "Account locked"
    way_out = "Try again in {left}, or reset your password."


class SecondFactorLocked(AccountLocked):
    """Too many wrong codes of an admin; no new password lifts that."""

    way_out = "Try again in {left}."


class TooManyFailures(Locked):
    """Somebody tries many accounts from one network."""

    fact = "There were too many failed attempts from your network"


class InvalidCode(Refusal):
    """A wrong, old or used one-time code."""

    message = "Invalid OTP"


class CodeSpent(InvalidCode):
    """A code that was used, is too old, or was guessed at too often."""

    message = "This code no longer works. Please ask for a new one or start again."
    audited = True


class CodeUsed(InvalidCode):
    """A code of an authenticator app that was used a moment ago: somebody may have looked over a shoulder."""

    message = "This code was used already. Please wait for the next one."


class ChallengeOver(Refusal):
    """A sign-in whose second step came too late, or twice."""

    message = "This sign-in took too long. Please start again."


class AddressInUse(Refusal):
    """Of a mentor or learner; one address has one role."""

    message = "A mentor or learner has this address. Please use another one for the admin."


class TooManyCodes(Refusal):
    """No further code for this registration."""

    message = "No more codes can be sent for this registration. Please start again."


class TooManyMails(Refusal):
    """Somebody may be using us to fill a stranger's mailbox."""

    message = "Several codes were sent to this address already. Please try again in an hour."


class TooManyWrongCodes(Refusal):
    """Somebody guesses, one code after the other."""

    message = "Too many wrong codes were entered for this address. Please try again tomorrow."


class CodeJustSent(Refusal):
    """A code was sent a moment ago."""

    message = "A code was sent a moment ago. Please look into your mail."


class NoMailYet(Refusal):
    """Nobody can be verified while mail is not set up."""

    message = "Registration is not open yet: mail is not set up."


class TicketSpent(Refusal):
    """A ticket that was used, is too old, or never was."""

    message = "This sign-in has expired. Please sign in again."


class NoSuchSignIn(NotAllowed):
    """A device of somebody else, or one that is signed out already."""

    message = "This device is not signed in any more."


def _minutes(left: timedelta) -> str:
    """Rounded up: who comes back then must not be too early."""
    minutes = max(1, -(-left // timedelta(minutes=1)))
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
