"""Money: whole paise of Indian rupees, and how people read them."""

from __future__ import annotations

import re
from dataclasses import dataclass

BASIS_POINTS = 10_000


@dataclass(frozen=True, order=True)
class Money:
    """An amount in paise; never a float."""

    paise: int

    @classmethod
    def rupees(cls, rupees: int) -> Money:
        """An amount given in whole rupees."""
        return cls(rupees * 100)

    @classmethod
    def typed(cls, text: str, *, least: Money, most: Money) -> Money | None:
        """Whole rupees as people type them, such as "₹1,000"; None for anything else, or outside the bounds."""
        digits = text.replace(",", "").replace("₹", "").strip()
        amount = cls.rupees(int(digits)) if re.fullmatch(r"[0-9]{1,9}", digits) else None
        return amount if amount is not None and least <= amount <= most else None

    def __add__(self, other: Money) -> Money:
        return Money(self.paise + other.paise)

    def __sub__(self, other: Money) -> Money:
        return Money(self.paise - other.paise)

    def __neg__(self) -> Money:
        return Money(-self.paise)

    def share(self, basis_points: int) -> Money:
        """This many basis points of a non-negative amount, half a paisa rounded up."""
        return Money((2 * self.paise * basis_points + BASIS_POINTS) // (2 * BASIS_POINTS))

    def __str__(self) -> str:
        sign = "-" if self.paise < 0 else ""
        rupees, paise = divmod(abs(self.paise), 100)
        return f"{sign}₹{_indian_grouping(rupees)}" + (f".{paise:02d}" if paise else "")


def _indian_grouping(whole: int) -> str:
    """1234567 as 12,34,567: three digits, then pairs."""
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*pairs, tail])
