"""Joining pieces: the file has its duration, can be sought in, and what is damaged costs no more than itself."""

from pathlib import Path

import av
import pytest

from peerlearn.kit.video_join import JoinFailed, join_apart
from tests.recorder import recorded

WITHIN_MS = 400


@pytest.fixture(scope="module")
def ten_seconds() -> list[bytes]:
    """Ten seconds in nine pieces."""
    return recorded(10, pieces=9)


def lay(folder: Path, *parts: list[bytes]) -> list[list[Path]]:
    laid = []
    for number, part in enumerate(parts):
        laid.append([folder / f"{number}-{seq}" for seq in range(len(part))])
        for place, body in zip(laid[-1], part, strict=True):
            place.write_bytes(body)
    return laid


def test_gives_duration_and_seeking_to_what_had_neither(tmp_path: Path, ten_seconds: list[bytes]) -> None:
    whole = tmp_path / "whole"
    whole.write_bytes(b"".join(ten_seconds))
    with av.open(str(whole)) as raw:
        assert not raw.duration, "what comes from a recorder has no duration: else this tests nothing"

    duration = join_apart(lay(tmp_path, ten_seconds), tmp_path / "made.webm")

    assert abs(duration - 10_000) < WITHIN_MS
    with av.open(str(tmp_path / "made.webm")) as made:
        assert abs(made.duration / 1000 - 10_000) < WITHIN_MS
        made.seek(7_000_000)
        frame = next(made.decode(video=0))
        assert 5.9 <= frame.time <= 7.1, "a key frame lies every two seconds"
    assert (tmp_path / "made.webm").read_bytes().find(b"\x1c\x53\xbb\x6b") < 1000, "the cues are at the front"


def test_puts_parts_one_after_the_other(tmp_path: Path, ten_seconds: list[bytes]) -> None:
    duration = join_apart(lay(tmp_path, ten_seconds, recorded(4, pieces=3)), tmp_path / "made.webm")

    assert abs(duration - 14_000) < 2 * WITHIN_MS


def test_keeps_what_came_before_a_piece_broke_off(tmp_path: Path, ten_seconds: list[bytes]) -> None:
    broken = [*ten_seconds[:5], ten_seconds[5][:100]]

    duration = join_apart(lay(tmp_path, broken), tmp_path / "made.webm")

    assert 4_500 < duration < 6_500


def test_goes_on_behind_a_part_of_noise(tmp_path: Path, ten_seconds: list[bytes]) -> None:
    duration = join_apart(lay(tmp_path, [b"\x00" * 5_000], ten_seconds), tmp_path / "made.webm")

    assert abs(duration - 10_000) < WITHIN_MS


@pytest.mark.parametrize("parts", [[], [[]], [[b"no video at all"]], [[b"\x1a\x45\xdf\xa3webm" + b"\x01" * 5_000]]])
def test_finds_nothing_to_play_in_what_is_none(tmp_path: Path, parts: list[list[bytes]]) -> None:
    assert join_apart(lay(tmp_path, *parts), tmp_path / "made.webm") == 0


def test_says_that_it_failed_where_another_try_may_help(tmp_path: Path, ten_seconds: list[bytes]) -> None:
    laid = lay(tmp_path, ten_seconds)
    laid[0][3].unlink()

    with pytest.raises(JoinFailed):
        join_apart(laid, tmp_path / "made.webm")
