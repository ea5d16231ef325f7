"""The live room: two seats, a clock, and the rule of who hears whom."""

from peerlearn.domain.rooms.actions import beat, call_off, end, enter, follow, leave, open_for, sweep
from peerlearn.domain.rooms.events import RoomEnded, RoomMissed
from peerlearn.domain.rooms.evidence import (
    Minute,
    judgement_of,
    media_minutes,
    moments_of,
    outages_of,
    report_minute,
    report_outage,
)
from peerlearn.domain.rooms.live_room import LiveRoom, Seat
from peerlearn.domain.rooms.queries import (
    Place,
    RoomView,
    addresses_for,
    place_for,
    view_for,
)
from peerlearn.domain.rooms.refusals import HaveMet, NotOpenYet, NotYourRoom, RoomClosed
from peerlearn.domain.rooms.relay import RelayPass, relay_pass
from peerlearn.domain.rooms.steps import topic
from peerlearn.domain.rooms.timeline import Attendance, Deed, Fault, Judgement, Moment, Outage, Outcome, judge

__all__ = [
    "HaveMet",
    "LiveRoom",
    "NotOpenYet",
    "NotYourRoom",
    "Place",
    "RelayPass",
    "RoomClosed",
    "RoomEnded",
    "RoomMissed",
    "RoomView",
    "Seat",
    "addresses_for",
    "beat",
    "call_off",
    "end",
    "enter",
    "follow",
    "leave",
    "open_for",
    "place_for",
    "relay_pass",
    "sweep",
    "topic",
    "view_for",
    "Attendance",
    "Deed",
    "Fault",
    "Judgement",
    "Minute",
    "Moment",
    "Outage",
    "Outcome",
    "judge",
    "judgement_of",
    "media_minutes",
    "moments_of",
    "outages_of",
    "report_minute",
    "report_outage",
]
