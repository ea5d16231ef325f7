"""What a check finds: which rule does not hold, and for which row. No names of people, no addresses."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One row for which a rule does not hold; `row` is such as "payment:7"."""

    rule: str
    row: str
    says: str

    def __str__(self) -> str:
        return f"{self.rule:<20} {self.row:<24} {self.says}"
