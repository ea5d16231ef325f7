"""What a recorder hands out becomes pieces: numbered without a gap, nothing lost, and the first says what it is."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

ENOUGH = 64  # bytes by which the server tells a recording

NUMBERED = """async (sizes) => {
    const sent = [];
    const pieces = new Pieces((seq, body) => sent.push([seq, body.size]));
    for (const size of sizes) pieces.add(new Blob([new Uint8Array(size)]));
    return sent;
}"""


def test_a_single_byte_waits_for_what_follows(tab: Page) -> None:
    assert tab.evaluate(NUMBERED, [1, 5_000, 0, 10]) == [[0, 5_001], [1, 10]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 200), max_size=20))
def test_loses_nothing_and_leaves_no_gap(tab: Page, sizes: list[int]) -> None:
    sent = tab.evaluate(NUMBERED, sizes)

    assert [seq for seq, _ in sent] == list(range(len(sent)))
    assert all(size > 0 for _, size in sent)
    assert not sent or sent[0][1] >= ENOUGH
    assert sum(size for _, size in sent) == (sum(sizes) if sum(sizes) >= ENOUGH else 0)
