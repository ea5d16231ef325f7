"""What a browser's recorder makes: WebM without duration or cues, in pieces that end anywhere."""

import io
from fractions import Fraction

import av

FRAMES_PER_SECOND = 10
RATE = 48_000


class _Line(io.RawIOBase):
    """Takes bytes and cannot go back, as the line to a server cannot."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, some: bytes) -> int:  # type: ignore[override]
        self.taken += some
        return len(some)


def recorded(seconds: int, *, pieces: int = 1) -> list[bytes]:
    """A picture that changes, and a voice, cut into pieces."""
    line = _Line()
    with av.open(line, "w", format="webm", options={"live": "1"}) as out:
        picture = out.add_stream("libvpx", rate=FRAMES_PER_SECOND, options={"deadline": "realtime", "cpu-used": "8"})
        picture.width, picture.height, picture.pix_fmt, picture.gop_size = 64, 48, "yuv420p", FRAMES_PER_SECOND * 2
        voice = out.add_stream("libopus", rate=RATE, layout="mono")
        for second in range(seconds):
            for n in range(FRAMES_PER_SECOND):
                frame = av.VideoFrame(64, 48, "yuv420p")
                for plane in frame.planes:
                    plane.update(bytes([(second * 40 + n * 7) % 256]) * plane.buffer_size)
                frame.pts, frame.time_base = second * FRAMES_PER_SECOND + n, Fraction(1, FRAMES_PER_SECOND)
                out.mux(picture.encode(frame))
            for n in range(0, RATE, 960):
                sound = av.AudioFrame(format="s16", layout="mono", samples=960)
                sound.planes[0].update(bytes(sound.planes[0].buffer_size))
                sound.rate, sound.pts, sound.time_base = RATE, second * RATE + n, Fraction(1, RATE)
                out.mux(voice.encode(sound))
        out.mux(picture.encode())
        out.mux(voice.encode())
    size = -(-len(line.taken) // pieces)
    return [bytes(line.taken[start : start + size]) for start in range(0, len(line.taken), size)]
