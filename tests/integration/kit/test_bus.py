"""The bus: within one process, and over a real Redis that is killed, hangs, and comes back."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from peerlearn.kit import bus, redis_bus
from peerlearn.kit.redis_bus import OverRedis
from tests.eventually import eventually
from tests.servers import Redis, free_port

Heard = list[tuple[str, dict[str, Any] | None]]


@contextmanager
def listening(carrier: bus.Carrier) -> Iterator[Heard]:
    """What a process on this carrier hears."""
    heard: Heard = []
    running: list[Callable[[], object]] = []

    async def listen() -> None:
        task = asyncio.ensure_future(carrier.deliver(lambda topic, payload: heard.append((topic, payload))))
        loop = asyncio.get_running_loop()
        running.append(lambda: loop.call_soon_threadsafe(task.cancel))
        await asyncio.wait([task])

    thread = threading.Thread(target=lambda: asyncio.run(listen()))
    thread.start()
    eventually(lambda: running)
    try:
        yield heard
    finally:
        running[0]()
        thread.join(10)


def hears(heard: Heard, carrier: bus.Carrier, topic: str) -> Callable[[], bool]:
    """Says the topic again and again until it is heard: what is said before anybody listens may be lost."""

    def asked() -> bool:
        carrier.publish(topic, None)
        time.sleep(0.05)
        return (topic, None) in heard

    return asked


def test_carries_messages_within_one_process() -> None:
    carrier = bus.InProcess()

    with listening(carrier) as heard:
        eventually(hears(heard, carrier, "hello"))
        carrier.publish("room:1", {"kind": "offer", "body": "ünï"})

        eventually(lambda: ("room:1", {"kind": "offer", "body": "ünï"}) in heard)


def test_says_nothing_to_a_process_that_stopped() -> None:
    carrier = bus.InProcess()
    with listening(carrier):
        pass

    carrier.publish("hello", None)


def test_a_listener_that_fails_stops_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(bus, "_listeners", [])
    monkeypatch.setattr(bus, "_carrier", bus.InProcess())
    bus.listen(lambda _topic, _payload: 1 // 0)
    bus.listen(lambda topic, _payload: heard.append(topic))

    async def live() -> None:
        task = asyncio.ensure_future(bus.run())
        await asyncio.sleep(0)
        bus.publish("one")
        bus.publish("two")
        while len(heard) < 2:
            await asyncio.sleep(0.01)
        task.cancel()

    asyncio.run(asyncio.wait_for(live(), 10))

    assert heard == ["one", "two"]


def test_carries_messages_between_processes_in_order(redis: Redis) -> None:
    here, there, sender = OverRedis(redis.url), OverRedis(redis.url), OverRedis(redis.url)

    with listening(here) as heard_here, listening(there) as heard_there:
        eventually(hears(heard_here, sender, "ready"))
        eventually(hears(heard_there, sender, "ready"))
        for n in range(500):
            sender.publish("room:1", {"n": n})

        for heard in (heard_here, heard_there):
            eventually(lambda heard=heard: ("room:1", {"n": 499}) in heard)  # type: ignore[misc]
            assert [payload["n"] for _, payload in heard if payload] == list(range(500))


def test_messages_flow_again_by_themselves_when_redis_was_killed(redis: Redis) -> None:
    sender, receiver = OverRedis(redis.url), OverRedis(redis.url)

    with listening(receiver) as heard:
        eventually(hears(heard, sender, "before"))
        redis.kill()
        for n in range(20):
            sender.publish("while it is away", {"n": n})
        redis.start()

        eventually(lambda: (bus.CATCH_UP, None) in heard)
        eventually(hears(heard, sender, "after"))


def test_asks_to_catch_up_only_when_something_may_have_been_missed(redis: Redis) -> None:
    carrier = OverRedis(redis.url)

    with listening(carrier) as heard:
        eventually(hears(heard, carrier, "one"))
        eventually(hears(heard, carrier, "two"))

    assert (bus.CATCH_UP, None) not in heard


def test_holds_up_nobody_while_redis_hangs(redis: Redis) -> None:
    sender, receiver = OverRedis(redis.url), OverRedis(redis.url)

    with listening(receiver) as heard:
        eventually(hears(heard, sender, "before"))
        redis.hang()
        began = time.monotonic()
        for n in range(redis_bus.MOST_WAITING * 2):
            sender.publish("while it hangs", {"n": n})
        took = time.monotonic() - began
        redis.go_on()

        eventually(hears(heard, sender, "after"))
    # Each of these messages would have waited for the socket's time-out.
    assert took < redis_bus.ANSWER_SECONDS * 5


def test_notices_a_redis_that_went_silent(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_bus, "PING_SECONDS", 0.1)
    monkeypatch.setattr(redis_bus, "SILENCE_SECONDS", 0.5)
    carrier = OverRedis(redis.url)

    with listening(carrier) as heard:
        eventually(hears(heard, carrier, "before"))
        redis.hang()
        time.sleep(1.5)
        redis.go_on()

        eventually(lambda: (bus.CATCH_UP, None) in heard)


def test_says_at_the_start_that_no_redis_answers() -> None:
    with pytest.raises(bus.Unreachable):
        OverRedis(f"redis://127.0.0.1:{free_port()}").check()


def test_finds_nothing_wrong_with_a_redis_that_answers(redis: Redis) -> None:
    OverRedis(redis.url).check()
    bus.InProcess().check()
