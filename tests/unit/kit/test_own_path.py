"""Which addresses are of this site."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerlearn.kit.own_path import own_path


@pytest.mark.parametrize("path", ["/", "/session/abc/", "/dashboard/learner/?book=7&x=%2F#top", "/%2f%2fevil.example"])
def test_keeps_a_path_of_this_site(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "text", ["", "dashboard", "//evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example", "/" * 2]
)
def test_drops_what_may_lead_elsewhere(text: str) -> None:
    assert own_path(text) == ""


@given(st.one_of(st.text(), st.text("/\\:@.?#\t\n evil", max_size=12).map(lambda tail: f"/{tail}")))
def test_leads_nobody_elsewhere(text: str) -> None:
    # A browser drops tabs and newlines, and takes a backslash for a slash.
    seen = "".join(own_path(text).split("\t")).replace("\n", "").replace("\\", "/")

    assert urlsplit(urljoin("https://peerlearn.example/sign-in/", seen)).hostname == "peerlearn.example"
