"""Pictures of strangers: bounded, drawn anew, and without what cannot be seen in them."""

import io
import struct
import zlib

import pytest
from PIL import Image

from peerlearn.kit.pictures import LONGEST_SIDE, redraw, says_picture


def written(picture: Image.Image, kind: str, **more: object) -> bytes:
    body = io.BytesIO()
    picture.save(body, kind, **more)  # type: ignore[arg-type]
    return body.getvalue()


def photo(**more: object) -> bytes:
    return written(Image.linear_gradient("L").convert("RGB").resize((400, 300)), "JPEG", **more)


def png_of(width: int, height: int) -> bytes:
    """A few bytes that say they are so large."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def test_draws_a_photo_anew_upright_and_without_its_place() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright
    exif[0x8825] = {1: "N", 2: (12.0, 58.0, 17.0)}
    exif[0x010F] = "A camera"
    body = photo(exif=exif, comment=b"secret words") + b"<script>alert(1)</script>"

    picture = redraw(io.BytesIO(body))

    assert picture is not None
    assert (picture.width, picture.height) == (300, 400)
    assert picture.kind.media_type == "image/jpeg"
    for hidden in (b"A camera", b"secret words", b"<script>", b"Exif"):
        assert hidden not in picture.body
    with Image.open(io.BytesIO(picture.body)) as again:
        assert again.size == (300, 400)
        assert not again.getexif()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_keeps_what_shines_through(kind: str) -> None:
    drawing = Image.new("RGBA", (80, 60), (255, 87, 52, 255))
    drawing.paste((0, 0, 0, 0), (0, 0, 40, 60))

    picture = redraw(io.BytesIO(written(drawing, kind)))

    assert picture is not None
    assert picture.kind.media_type == "image/webp"
    with Image.open(io.BytesIO(picture.body)) as again:
        clear, full = (again.convert("RGBA").getpixel(at) for at in ((5, 30), (75, 30)))
    assert clear[3] == 0  # type: ignore[index]
    assert full[3] == 255  # type: ignore[index]


def test_makes_large_ones_smaller() -> None:
    picture = redraw(io.BytesIO(written(Image.new("L", (6000, 3000), 200), "JPEG")))

    assert picture is not None
    assert (picture.width, picture.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize(
    "body",
    [
        png_of(50_000, 50_000),
        png_of(6_400, 6_400),
        png_of(300, 300),
        photo()[:2_000],
        b"\x89PNG\r\n\x1a\n<svg onload='alert(1)'/>",
        b"\xff\xd8\xff<html>",
        b"GIF89a/*",
        b"<svg/>",
        b"",
    ],
    ids=["a bomb", "too many points", "half", "cut off", "a drawing", "a page", "a script", "no picture", "nothing"],
)
def test_takes_no_bomb_and_nothing_broken(body: bytes) -> None:
    assert redraw(io.BytesIO(body)) is None


def test_looks_only_for_the_kinds_it_knows() -> None:
    small = Image.new("RGB", (4, 4))
    assert all(says_picture(written(small, kind)[:16]) for kind in ("JPEG", "PNG", "WEBP", "GIF"))
    for kind in ("TIFF", "BMP", "ICO", "PPM"):
        body = written(small, kind)
        assert not says_picture(body[:16])
        assert redraw(io.BytesIO(body)) is None
