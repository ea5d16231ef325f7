"""A line that carries little: the picture shrinks, then pauses with a reason; the voice never does."""

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.room.lesson import Lesson
from tests.networks import Networks


@pytest.fixture
def narrow(networks: Networks) -> Iterator[Callable[[int], None]]:
    """Lets so many kbit/s in to the learner, 0 for all there are."""
    yield lambda kbits: networks.cap("b", kbits)
    networks.cap("b", 0)


@pytest.mark.timeout(240)
def test_half_a_megabit_carries_a_small_picture_and_more_brings_it_back(
    lesson: Callable[[], Lesson], narrow: Callable[[int], None]
) -> None:
    meeting = lesson()
    meeting.learner.arrives(lambda arrives: arrives["height"] >= 720)

    narrow(500)
    small = meeting.learner.arrives(lambda arrives: 0 < arrives["height"] <= 480)
    meeting.mentor.page.get_by_text("Optimizing…").wait_for()
    narrow(0)
    large = meeting.learner.arrives(lambda arrives: arrives["height"] >= 720)
    print({"small after s": small, "large again after s": large})

    meeting.mentor.page.locator('.stage[data-quality="full"]').wait_for()


@pytest.mark.timeout(240)
def test_a_tenth_of_a_megabit_carries_the_voice_alone_and_says_so(
    lesson: Callable[[], Lesson], narrow: Callable[[int], None]
) -> None:
    meeting = lesson()

    narrow(100)
    meeting.mentor.page.get_by_text("The line is too slow for your video. Your voice goes on.").wait_for(timeout=60_000)
    meeting.learner.page.locator(".picture-note").get_by_text("too slow for Asha Rao’s video").wait_for()
    meeting.learner.arrives(lambda arrives: arrives["voice"] > 0)
    narrow(0)

    meeting.learner.page.locator('.picture-remote[data-shown="true"]').wait_for(timeout=60_000)
    meeting.mentor.page.locator('.stage[data-quality="full"]').wait_for(timeout=60_000)
