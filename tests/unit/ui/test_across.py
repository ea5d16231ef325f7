"""Two tabs in the lobby hear of each other: whichever note comes first, one of them makes an offer."""

from collections import deque
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from peerlearn.domain.rooms import LiveRoom, Seat
from peerlearn.ui.pages.room.lobby.across import Across, Note

EMPTY = LiveRoom(timedelta(hours=1))
NAMES = {Seat.MENTOR: "mentors-tab", Seat.LEARNER: "learners-tab"}


class Lobby:
    """Two tabs and the notes on their way, each way in order."""

    def __init__(self) -> None:
        self.across = {seat: Across() for seat in Seat}
        self.under_way: dict[Seat, deque[Note]] = {seat: deque() for seat in Seat}  # to whom
        self.watches: set[Seat] = set()

    def wait(self, seat: Seat) -> None:
        """This tab is there from now on, and says so."""
        self.watches.add(seat)
        self._say(seat, asks=True)

    def hear(self, seat: Seat) -> None:
        """The oldest note for this tab arrives, if there is one."""
        if self.under_way[seat]:
            note = self.under_way[seat].popleft()
            self.across[seat] = self.across[seat].after(note, EMPTY, seat)
            if note.asks:
                self._say(seat, asks=False)

    def _say(self, seat: Seat, *, asks: bool) -> None:
        if seat.other in self.watches:
            self.under_way[seat.other].append(Note(NAMES[seat], asks=asks))


@given(st.lists(st.tuples(st.sampled_from(["wait", "hear"]), st.sampled_from(list(Seat))), max_size=30))
def test_both_know_each_other_and_somebody_offers(steps: list[tuple[str, Seat]]) -> None:
    lobby = Lobby()
    for what, seat in [*steps, *(("wait", seat) for seat in Seat)]:
        getattr(lobby, what)(seat)
    while any(lobby.under_way.values()):
        for seat in Seat:
            lobby.hear(seat)

    assert {seat: across.instance for seat, across in lobby.across.items()} == {
        seat: NAMES[seat.other] for seat in Seat
    }
    assert any(across.we_offer for across in lobby.across.values())


def test_whoever_was_there_first_offers() -> None:
    lobby = Lobby()
    lobby.wait(Seat.LEARNER)
    lobby.wait(Seat.MENTOR)
    lobby.hear(Seat.LEARNER)
    lobby.hear(Seat.MENTOR)

    assert lobby.across[Seat.LEARNER].we_offer and not lobby.across[Seat.MENTOR].we_offer
