"""What going back on a confirmed session costs, as data: every version by which some booking goes, the newest last.

A booking keeps the number of the version of the day on which it was begun. A change of the rules is a new version
here: what was booked before keeps its own, so that nobody's terms change after they agreed to them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Tier:
    """What goes back to a learner who cancels at least so long before the start, in basis points of what they paid."""

    notice: timedelta
    back_bps: int


EVERYTHING, NOTHING = 10_000, 0


@dataclass(frozen=True)
class Policy:
    """One version: its tiers from the longest notice to none, of which the first that fits counts.

    They are for a learner's cancelling. A request that nobody answered, and a mentor's cancelling, give everything
    back. A mentor who is late also pays: where the policy `compensates`, the learner what they themselves would have
    lost at that moment; otherwise the site the mentor's own part of that.
    """

    tiers: tuple[Tier, ...]
    compensates: bool

    def tier_at(self, notice: timedelta) -> Tier:
        """What cancelling so long before the start means."""
        return next((tier for tier in self.tiers if notice >= tier.notice), self.tiers[-1])

    def missed_at(self, tier: Tier) -> str:
        """With how much notice more would have gone back than in this tier, in words; empty in the first."""
        place = self.tiers.index(tier) if tier in self.tiers else 0
        return _words(self.tiers[place - 1].notice) if place else ""

    @property
    def free_notice(self) -> str:
        """Until how long before the start everything goes back, in words."""
        return _least(tier for tier in self.tiers if tier.back_bps == EVERYTHING)

    @property
    def last_notice(self) -> str:
        """Until how long before the start anything goes back, in words."""
        return _least(tier for tier in self.tiers if tier.back_bps > NOTHING)


def _least(tiers: Iterable[Tier]) -> str:
    return _words(min(tier.notice for tier in tiers))


def _words(notice: timedelta) -> str:
    return f"{notice // timedelta(hours=1)} hours"


_THREE_STEPS = (Tier(timedelta(hours=24), EVERYTHING), Tier(timedelta(hours=2), 5_000), Tier(timedelta(), NOTHING))
POLICIES = {
    1: Policy(_THREE_STEPS, compensates=False),
    2: Policy(_THREE_STEPS, compensates=True),
}
CURRENT = max(POLICIES)  # by which a booking goes that begins now
CURRENT_POLICY = POLICIES[CURRENT]
