"""Every trouble in the lobby has its words: what it is, and what to do, in every browser that we name."""

import pytest

from peerlearn.ui.pages.room.lobby.words import LOBBY_WORDS

TROUBLES = ("denied", "dismissed", "missing", "in_use", "insecure", "lost", "interrupted")


@pytest.mark.parametrize("trouble", TROUBLES)
def test_says_what_is_wrong_and_what_to_do(trouble: str) -> None:
    whats = ["both"] if trouble == "insecure" else ["both", "video", "audio"]

    for needed in (*(f"{what}_{trouble}" for what in whats), f"fix_{trouble}", f"meanwhile_{trouble}"):
        assert LOBBY_WORDS[needed].endswith(".")


@pytest.mark.parametrize("trouble", ["denied", "dismissed"])
def test_names_the_way_in_each_browser(trouble: str) -> None:
    browsers = ["chrome_desktop", "edge_desktop", "firefox_desktop", "safari_desktop"]
    browsers += ["chrome_phone", "edge_phone", "firefox_phone", "safari_iphone"]

    for browser in browsers:
        assert LOBBY_WORDS[f"fix_{trouble}_{browser}"]
