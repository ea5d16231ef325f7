"""Outbox and Inbox over a line that drops, doubles and reorders: all of it arrives, in order, once."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

# How many copies of each message get through, and how late each is, until the schedule is used up; then all is well.
faults = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 12)), max_size=30)
pauses = st.lists(st.integers(0, 6), min_size=1, max_size=12)

TALK = """async ({ faults, pauses }) => {
    const schedule = [...faults];
    const through = (act) => {
        const [copies, late] = schedule.shift() ?? [1, 0];
        for (let copy = 0; copy < copies; copy += 1) setTimeout(act, late * (copy + 1));
    };
    const heard = [];
    const inbox = new Inbox();
    const outbox = new Outbox((batch) => through(() => {
        for (const { word } of inbox.take(batch)) heard.push(word);
        const { upTo } = inbox;
        through(() => outbox.settle(({ n }) => n <= upTo));
    }), { gather: 2, patience: 8, slowest: 16 });
    for (const [index, pause] of pauses.entries()) {
        outbox.add({ n: index + 1, word: `word ${index + 1}` }, { urgent: index % 3 === 0 });
        if (pause) await new Promise((done) => setTimeout(done, pause));
    }
    const deadline = performance.now() + 5000;
    while (outbox.unsettled.length && performance.now() < deadline) await new Promise((done) => setTimeout(done, 4));
    return { heard, unsettled: outbox.unsettled.length };
}"""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=faults, pauses=pauses)
def test_everything_arrives_once_in_order(tab: Page, faults: list[tuple[int, int]], pauses: list[int]) -> None:
    told = tab.evaluate(TALK, {"faults": faults, "pauses": pauses})

    assert told == {"heard": [f"word {n + 1}" for n in range(len(pauses))], "unsettled": 0}


def test_the_inbox_waits_on_a_gap(tab: Page) -> None:
    told = tab.evaluate(
        """() => {
            const inbox = new Inbox();
            const take = (...numbers) => inbox.take(numbers.map((n) => ({ n }))).map(({ n }) => n);
            return [take(2, 3), take(3), inbox.upTo, take(1), take(1, 2, 3), take(5, 4), inbox.upTo];
        }"""
    )

    assert told == [[], [], 0, [1, 2, 3], [], [4, 5], 5]


def test_says_nothing_while_nobody_listens_and_all_of_it_then(tab: Page) -> None:
    told = tab.evaluate(
        """async () => {
            const said = [];
            const outbox = new Outbox((batch) => said.push(batch), { gather: 1, patience: 10 });
            outbox.hold();
            outbox.add("a");
            outbox.add("b", { urgent: true });
            await new Promise((done) => setTimeout(done, 40));
            const whileHeld = said.length;
            outbox.resume();
            return { whileHeld, said: said[0] };
        }"""
    )

    assert told == {"whileHeld": 0, "said": ["a", "b"]}


def test_gathers_what_is_not_urgent_into_one_batch(tab: Page) -> None:
    told = tab.evaluate(
        """async () => {
            const said = [];
            const outbox = new Outbox((batch) => said.push(batch), { gather: 20 });
            outbox.add("offer", { urgent: true });
            ["a", "b", "c"].forEach((candidate) => outbox.add(candidate));
            await new Promise((done) => setTimeout(done, 60));
            outbox.close();
            return said;
        }"""
    )

    assert told == [["offer"], ["a", "b", "c"]]


def test_repeats_less_and_less_often_while_nothing_comes_back(tab: Page) -> None:
    told = tab.evaluate(
        """async () => {
            const at = [];
            const outbox = new Outbox(() => at.push(performance.now()), { patience: 40, slowest: 160 });
            outbox.add("hello", { urgent: true });
            await new Promise((done) => setTimeout(done, 900));
            outbox.close();
            const repeats = at.length;
            await new Promise((done) => setTimeout(done, 300));
            return { repeats, afterClosing: at.length - repeats };
        }"""
    )

    assert 4 <= told["repeats"] <= 9
    assert told["afterClosing"] == 0
