"""The ways an account says no."""

from peerlearn.kit.refusal import NotAllowed, Refusal


class SignedOut(Refusal):
    """The sign-in ended meanwhile."""

    message = "Please sign in again."


class InvalidCredentials(Refusal):
    """Wrong e-mail or password; the same words for both."""

    message = "Invalid credentials"


class ManyInvalidCredentials(InvalidCredentials):
    """From the third time on."""

    message = "Invalid credentials. After five failed attempts the account is locked for 15 minutes."


class AccountLocked(Refusal):
    """Too many failures."""

    message = "Account locked. Please try again in 15 minutes."


class TooManyFailures(Refusal):
    """Somebody tries many accounts from one network."""

    message = "There were too many failed attempts from your network. Please try again in 15 minutes."


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
