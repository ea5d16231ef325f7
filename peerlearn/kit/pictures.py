"""The one file that decodes pictures of strangers: bounded, in a thread of its own, and drawn anew.

What comes out holds what can be seen and nothing else: no place, no camera, no name, nothing hidden behind the end.
"""

import asyncio
import io
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageOps

from peerlearn.kit.file_kinds import JPEG, WEBP, Kind

log = logging.getLogger(__name__)

KNOWN = ("JPEG", "PNG", "WEBP", "GIF")
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2560  # of what is kept: sharp on every screen
JPEG_QUALITY, WEBP_QUALITY = 85, 90
_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")

# One at a time: each may take some hundred megabytes for a moment.
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")


@dataclass(frozen=True)
class Picture:
    """A picture drawn anew."""

    body: bytes
    kind: Kind
    width: int
    height: int


def says_picture(first: bytes) -> bool:
    """Whether a file that begins so wants to be a picture."""
    return first.startswith(_SIGNATURES) or (first[:4] == b"RIFF" and first[8:12] == b"WEBP")


async def drawn_anew(file: BinaryIO) -> Picture | None:
    """The picture in a file, of an animated one its first; None when it is none, or too large to be looked at."""
    return await asyncio.get_running_loop().run_in_executor(_thread, redraw, file)


def redraw(file: BinaryIO) -> Picture | None:
    """The same, in this thread."""
    file.seek(0)
    try:
        with Image.open(file, formats=KNOWN) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return None
            return _drawn(opened)
    except Exception as trouble:  # a decoder may stumble over what strangers send in any way
        log.info("A picture could not be read (%s)", type(trouble).__name__)
        return None


def is_still(body: bytes, *, kind: str, longest_side: int) -> bool:
    """Whether bytes begin as a picture of one frame and of this kind and size; it is not decoded."""
    try:
        with Image.open(io.BytesIO(body), formats=[kind.upper()]) as opened:
            return max(opened.size) <= longest_side and not getattr(opened, "is_animated", False)
    except Exception as trouble:  # the same
        log.info("A picture could not be read (%s)", type(trouble).__name__)
        return False


def _drawn(opened: Image.Image) -> Picture:
    photo = opened.format in ("JPEG", "MPO")
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    see_through = not photo and opened.has_transparency_data
    upright = ImageOps.exif_transpose(opened).convert("RGBA" if see_through else "RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright.info.clear()
    written = io.BytesIO()
    if photo:
        upright.save(written, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
    else:
        upright.save(written, "WEBP", quality=WEBP_QUALITY)
    return Picture(written.getvalue(), JPEG if photo else WEBP, upright.width, upright.height)
