"""The reference (UTR) that a bank gives to what was sent from the site's account by hand."""

import re

from peerlearn.kit.refusal import Incomplete

LONGEST_REFERENCE = 60
NO_REFERENCE = "Please give the bank's reference: letters, digits and hyphens"
CHECK_FIELD = "Please look at the marked field."
_REFERENCE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9/-]{{3,{LONGEST_REFERENCE - 1}}}")


def understood_reference(typed: str) -> str:
    """What somebody typed, as it is kept.

    Raises:
        Incomplete: it is no reference of a bank.
    """
    tidy = typed.strip()
    if not _REFERENCE.fullmatch(tidy):
        raise Incomplete({"reference": NO_REFERENCE}, CHECK_FIELD)
    return tidy
