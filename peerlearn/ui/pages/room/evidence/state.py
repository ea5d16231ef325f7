"""EvidenceState: the door through which a tab says how the line was. It shows nothing and remembers nothing."""

import reflex as rx

from peerlearn.domain import rooms
from peerlearn.domain.rooms import Fault, Minute
from peerlearn.kit.untrusted import harmless_text
from peerlearn.kit.work import act
from peerlearn.ui.action import Needs, action
from peerlearn.ui.pace import Pace
from peerlearn.ui.viewer import signed_in

REPORTING = Pace(at_once=20, seconds_each=3)


class EvidenceState(rx.State):
    """One tab's reports; each is a claim of its seat and no more."""

    @action(needs=Needs.SIGNED_IN, pace=REPORTING, quiet=True)
    async def report_outage(self, fault: str, seconds: int):
        """An interruption that is over now, and whose side it was on."""
        if fault in set(Fault):
            await act(rooms.report_outage, self._address(), Fault(fault), seconds, by=await signed_in(self))

    @action(needs=Needs.SIGNED_IN, pace=REPORTING, quiet=True)
    async def report_minute(self, heard_seconds: int, seen_seconds: int, round_trip_ms: int, lost_percent: int):
        """How the last minute of the call was."""
        said = Minute(heard_seconds, seen_seconds, round_trip_ms, lost_percent)
        await act(rooms.report_minute, self._address(), said, by=await signed_in(self))

    def _address(self) -> str:
        return harmless_text(str(self.room_id))
