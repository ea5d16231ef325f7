"""How kept files are called, and which kind of video begins with which bytes.

A name is 32 hexadecimal digits that nobody can guess, and an ending: a video's kind, or `file` for what is only ever
given out to be kept. Anything else is no name, so that no path can be made of one.
"""

import re

# What a video must begin with, by the ending of its name; the types are those that browsers are told.
VIDEO_TYPES = {"mp4": "video/mp4", "webm": "video/webm", "mov": "video/quicktime"}
FIRST_BYTES = 64

_FILE = "file"
_NAME = re.compile(rf"[0-9a-f]{{32}}\.({'|'.join((*VIDEO_TYPES, _FILE))})")
_MP4_BRANDS = {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"}
_EBML, _WEBM = b"\x1a\x45\xdf\xa3", b"webm"


def is_name(text: str) -> bool:
    """Whether a file of ours can be called so."""
    return _NAME.fullmatch(text) is not None


def video_kind(first: bytes) -> str:
    """Which kind of video begins with these bytes: an ending of VIDEO_TYPES, or nothing. Names and claims say nothing.

    MP4 and QuickTime begin with a box `ftyp` and its brand, WebM with an EBML head that says so.
    """
    if first[4:8] == b"ftyp":
        return "mov" if first[8:12] == b"qt  " else "mp4" if first[8:12] in _MP4_BRANDS else ""
    return "webm" if first.startswith(_EBML) and _WEBM in first[:FIRST_BYTES] else ""


def file_name(stem: str) -> str:
    """The name of a file that is no video."""
    return f"{stem}.{_FILE}"


def stem_of(name: str) -> str:
    """The part of a name that nobody can guess."""
    return name.partition(".")[0]


def ending_of(name: str) -> str:
    """What follows it."""
    return name.partition(".")[2]


def recording(stem: str) -> str:
    """The name of a joined recording."""
    return f"{stem}.webm"
