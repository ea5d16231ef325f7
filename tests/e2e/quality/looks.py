"""Comparing what a screen looks like with what it looked like when a person last judged it.

Kept and compared small. Machines draw letters a little differently (hinting, smoothing), and every exact comparison
would fail on the next one; averaged over blocks of eight to ten pixels such differences vanish, while a block that
moved, vanished or changed its colour stays. So a picture is kept as a small WebP that people can still read, and
compared block by block: few may differ clearly. Fonts come from our own address, so that lines break alike everywhere.
"""

import io
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

PICTURES = Path(__file__).resolve().parents[1] / "pictures"
KEPT_WIDTH = {390: 390, 1440: 720}
QUALITY = 60
BLOCKS_ACROSS = {390: 48, 1440: 144}  # each about 8 or 10 pixels wide
CLEARLY = 20  # of 255
MOST_DIFFERENT = 12  # blocks: an area of a third of a button
TALLEST_DIFFERENCE = 2  # blocks


def keep(png: bytes, name: str, width: int) -> Path:
    """Store a screenshot as the one to compare with."""
    PICTURES.mkdir(exist_ok=True)
    picture = _opened(png)
    small = picture.resize(
        (KEPT_WIDTH[width], round(picture.height * KEPT_WIDTH[width] / picture.width)), Image.LANCZOS
    )
    small.save(_path(name, width), "WEBP", quality=QUALITY, method=6)
    return _path(name, width)


def kept(name: str, width: int) -> bytes | None:
    """The picture to compare with, if there is one."""
    path = _path(name, width)
    return path.read_bytes() if path.exists() else None


def differences(before: bytes, after: bytes, width: int) -> str:
    """What changed between two pictures of a screen, for people; empty when nothing did that anyone would see."""
    old, new = (_blocks(picture, width) for picture in (before, after))
    if abs(old.height - new.height) > TALLEST_DIFFERENCE:
        return f"it is {new.height / old.height:.0%} as tall as it was"
    height = min(old.height, new.height)
    area = (0, 0, old.width, height)
    apart = ImageChops.difference(old.crop(area), new.crop(area))
    most = ImageChops.lighter(ImageChops.lighter(*apart.split()[:2]), apart.split()[2])
    changed = [n for n, value in enumerate(most.getdata()) if value > CLEARLY]
    if len(changed) <= MOST_DIFFERENT:
        return ""
    block = width / old.width
    left, top = min(n % old.width for n in changed), min(changed) // old.width
    right, bottom = max(n % old.width for n in changed) + 1, max(changed) // old.width + 1
    place = ", ".join(f"{round(edge * block)}" for edge in (left, top, right, bottom))
    return f"{len(changed)} blocks of {old.width * height} differ, between the pixels {place}"


def _blocks(picture: bytes, width: int) -> Image.Image:
    opened = _opened(picture)
    across = BLOCKS_ACROSS[width]
    down = max(1, round(opened.height * across / opened.width))
    # A little blur first: half a pixel more or less at a block's edge is no difference.
    return opened.resize((across, down), Image.BOX).filter(ImageFilter.BoxBlur(0.5))


def _opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def _path(name: str, width: int) -> Path:
    return PICTURES / f"{name}-{width}.webp"
