"""Figures that a bar sets a limit to: printed and kept as JSON each time, and asserted in the long form only.

On shared cores a limit of time says little about the product: the short form counts, and looks at what is left behind.
"""

from benchmarks import report
from tests.faults.full import FULL


def note(bar: str, words: str, measured: float, at_most: float) -> None:
    """Keep one figure of a bar in benchmarks/results/.

    Args:
        bar: its number, such as R3.
        words: what was measured, with its unit.
        measured: how much it was.
        at_most: what the bar allows.
    """
    verdict = report.verdict(f"{bar}: {words}", round(measured, 1), at_most)
    name = "-".join(words.split()[:3]).lower()
    report.write(f"faults-{bar}-{name}", {"full": FULL, "bars": [verdict]})
    print(report.table([verdict]))
    if FULL:
        assert measured <= at_most, f"{bar}: {words}: {measured}, at most {at_most}"


def slowest_ms(took: list[float], share: float) -> float:
    """What this share of some seconds was no longer than, in milliseconds."""
    return sorted(took)[min(int(len(took) * share), len(took) - 1)] * 1000
