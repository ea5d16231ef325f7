"""What of another browser's signals may wait for a tab."""

import random

from peerlearn.ui.pages.room.call.signals import (
    LARGEST_NUMBER,
    LONGEST_BODY,
    MOST_BYTES_WAITING,
    MOST_WAITING,
    Signal,
    that_fit,
    understood,
)


def a_signal(n: int, body: str = "{}") -> Signal:
    return Signal("them", "me", n, "offer", body)


def test_keeps_what_an_honest_browser_sends_in_its_order() -> None:
    honest = [a_signal(n, "candidate" * 30) for n in range(1, 40)]

    assert that_fit(random.sample(honest, len(honest))) == honest


def test_keeps_the_lowest_numbers_up_to_the_limits() -> None:
    many = [a_signal(n) for n in range(1, MOST_WAITING + 50)]
    large = [a_signal(n, "é" * LONGEST_BODY) for n in range(1, 20)]

    assert that_fit(many) == many[:MOST_WAITING]
    kept = that_fit(large[::-1])
    assert kept == large[: len(kept)] != []
    assert sum(len(signal.body.encode()) for signal in kept) <= MOST_BYTES_WAITING


def test_understands_no_number_that_a_browser_cannot_count() -> None:
    one = {"sender": "them", "receiver": "me", "kind": "offer", "body": "{}"}

    numbers = [0, 1, LARGEST_NUMBER, LARGEST_NUMBER + 1, 10**4000]
    assert [signal.n for signal in understood([{**one, "n": n} for n in numbers])] == [1, LARGEST_NUMBER]
