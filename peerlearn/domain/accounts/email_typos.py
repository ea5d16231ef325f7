"""What somebody meant who typed an address like asha@gmial.com: pure, and only ever a suggestion."""

from collections.abc import Callable

# The mailboxes that people here have, the commonest first: of two that are equally near, the first is meant.
KNOWN_DOMAINS = (
    "gmail.com",
    "yahoo.com",
    "outlook.com",
    "hotmail.com",
    "icloud.com",
    "yahoo.co.in",
    "rediffmail.com",
    "live.com",
    "yahoo.in",
    "protonmail.com",
    "proton.me",
    "zoho.com",
    "zohomail.in",
    "googlemail.com",
    "ymail.com",
    "hotmail.co.uk",
    "yahoo.co.uk",
    "outlook.in",
    "hotmail.in",
    "me.com",
    "msn.com",
    "aol.com",
    "gmx.com",
    "gmx.net",
    "gmx.de",
    "web.de",
    "mail.com",
    "email.com",
    "mail.ru",
    "yandex.com",
    "fastmail.com",
    "tutanota.com",
)
# Endings that do not exist, one slip away from one that nearly everybody has.
_ENDINGS = dict.fromkeys(("con", "cmo", "ocm", "vom", "xom", "comm", "coom", "cpm", "clm"), "com")
# A shorter name is one slip away from too many others.
_SHORTEST, _SHORTEST_WITHOUT_ENDING = 9, 5
_LONGEST = 40


def likely_email(typed: str) -> str:
    """The whole address that was probably meant; empty when the one typed looks right, or like nothing known."""
    local, at, domain = typed.strip().rpartition("@")
    meant = _likely_domain(domain.lower()) if at and local and "@" not in local else ""
    return f"{local}@{meant}" if meant else ""


def _likely_domain(domain: str) -> str:
    if domain in KNOWN_DOMAINS or not 0 < len(domain) <= _LONGEST:
        return ""
    near = _nearest({known: known for known in KNOWN_DOMAINS}, domain, _near)
    if "." not in domain:
        names = {known: known.partition(".")[0] for known in KNOWN_DOMAINS}
        return near or _nearest(names, domain, _near_without_ending)
    name, _, ending = domain.rpartition(".")
    return near or (f"{name}.{_ENDINGS[ending]}" if name and ending in _ENDINGS else "")


def _nearest(names: dict[str, str], typed: str, near: Callable[[str, str, int], bool]) -> str:
    slips = {known: _slips(typed, name) for known, name in names.items()}
    return min(
        (known for known, name in names.items() if near(typed, name, slips[known])), key=slips.__getitem__, default=""
    )


def _near(typed: str, known: str, slips: int) -> bool:
    """One slip anywhere; two, when at least the first letter is right."""
    return len(known) >= _SHORTEST and (slips <= 1 or (slips == 2 and typed[0] == known[0]))


def _near_without_ending(_typed: str, name: str, slips: int) -> bool:
    return slips == 0 or (slips == 1 and len(name) >= _SHORTEST_WITHOUT_ENDING)


def _slips(typed: str, known: str) -> int:
    """How many letters were added, left out, changed or swapped with their neighbour."""
    before: list[int] = []
    row = list(range(len(known) + 1))
    for i, letter in enumerate(typed, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(known, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == known[j - 2] and typed[i - 2] == other:
                steps = min(steps, older[j - 2] + 1)
            row.append(steps)
    return row[-1]
