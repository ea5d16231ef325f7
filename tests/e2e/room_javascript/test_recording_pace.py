"""A recording knows how far it has got, and a browser that falls behind is given fewer pictures."""

import base64
import io
import random
from itertools import pairwise

import av
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

RATES = [15, 10, 7, 5, 3]

# A canvas and a tone, for two seconds and a half; the bytes of what a recorder made of them.
RECORDED = """async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 90 });
    const paint = canvas.getContext("2d");
    const sound = new AudioContext();
    const out = sound.createMediaStreamDestination();
    const tone = sound.createOscillator();
    tone.connect(out);
    tone.start();
    const stream = new MediaStream([...canvas.captureStream().getTracks(), ...out.stream.getTracks()]);
    const recorder = new MediaRecorder(stream, { mimeType: "video/webm;codecs=vp8,opus" });
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((done) => (recorder.onstop = done));
    recorder.start(300);
    const began = performance.now();
    for (let n = 0; performance.now() < began + 2_500; n++) {
        paint.fillStyle = `hsl(${n * 20} 80% 50%)`;
        paint.fillRect(0, 0, 160, 90);
        await new Promise((done) => setTimeout(done, 70));
    }
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}"""

READ = """([text, ends]) => {
    const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
    const time = new ContentTime();
    const reached = [];
    [0, ...ends].forEach((from, n) => {
        time.read(bytes.slice(from, ends[n] ?? bytes.length));
        reached.push(time.reached);
    });
    return reached;
}"""

RATES_AFTER = """(lags) => {
    const rate = new FrameRate();
    return [rate.now, ...lags.map((lag) => (rate.hear(lag), rate.now))];
}"""


def last_moment(recording: bytes) -> float:
    """Milliseconds until the last picture or sound begins, as PyAV reads it."""
    with av.open(io.BytesIO(recording)) as made:
        return max(float(packet.pts * packet.time_base * 1000) for packet in made.demux() if packet.pts is not None)


def test_reads_the_time_that_another_reader_finds_wherever_the_pieces_end(tab: Page) -> None:
    text = tab.evaluate(RECORDED)
    recording = base64.b64decode(text)
    expected = last_moment(recording)
    assert expected > 1_500, "it recorded"

    for count in (0, 1, 7, 40, 400):
        ends = sorted(random.Random(count).sample(range(1, len(recording)), count))
        reached = tab.evaluate(READ, [text, ends])
        assert reached[-1] == expected
        assert reached == sorted(reached)


def test_gives_fewer_pictures_to_who_falls_behind_and_more_to_who_keeps_up(tab: Page) -> None:
    behind = [1_100, 1_400, 1_900, 2_600, 3_000]
    worked_off = [2_500, 2_000, 1_300, 900]
    punctual = [200] * 40

    rates = tab.evaluate(RATES_AFTER, [*behind, *worked_off, *punctual])

    assert rates[: len(behind) + 1] == [15, 10, 7, 5, 3, 3]
    assert set(rates[len(behind) + 1 : len(behind) + len(worked_off) + 1]) == {3}
    assert rates[-1] == 15


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(-100, 5_000), max_size=60))
def test_changes_by_one_step_at_a_time(tab: Page, lags: list[int]) -> None:
    steps = [RATES.index(rate) for rate in tab.evaluate(RATES_AFTER, lags)]

    assert all(abs(after - before) <= 1 for before, after in pairwise(steps))
