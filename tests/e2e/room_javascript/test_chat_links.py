"""Which parts of a chat line are links: plain addresses, all of them harmless, and no letter of the line is lost."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

SPLIT = """(texts) => texts.map((text) => partsOf(text).map((part) => ({
    ...part, protocol: part.href && new URL(part.href).protocol, leadsTo: part.href && new URL(part.href).host })))"""
PIECES = [
    "http://", "HTTPS://", "https://", "javascript:", "data:text/html,", "//", "www.", "example.com", "a@b.example",
    "@", "/path", "?q=1", "#top", "(", ")", "[", "]", ".", ",", "<b>", '"', "'", " ", "\n", "\t", "\u202e", "\u200b",
    "\\", "%2f", "xn--80ak6aa92e.com", "\u0430pple.com", "é", "नमस्ते", "😀", ":", "8080", "0x7f.1", "user:pass@", "x",
]  # fmt: skip
lines = st.lists(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map("".join), max_size=40)
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=60, deadline=None, suppress_health_check=QUIET)
@given(texts=lines)
def test_any_line_keeps_its_letters_and_leads_to_web_addresses_only(tab: Page, texts: list[str]) -> None:
    for text, parts in zip(texts, tab.evaluate(SPLIT, texts), strict=True):
        assert "".join(part["text"] for part in parts) == text
        for part in parts:
            if "href" not in part:
                continue
            assert part["protocol"] in ("http:", "https:")
            written = part["text"].lower()
            assert written.startswith(("http://", "https://"))
            assert not set(' \n\t<>"\u202e\u200b') & set(written)
            # Whoever reads the line knows where the link leads.
            assert part["host"] or written.split("//", 1)[1].startswith(part["leadsTo"])
            if "@" in re.split(r"[/?#\\]", written.split("//", 1)[1])[0] or "xn--" in part["leadsTo"]:
                assert part["host"] == part["leadsTo"]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://example.com/a?b=c#d today", ["https://example.com/a?b=c#d"]),
        ("http://example.com", ["http://example.com"]),
        ("Read https://example.com/a.", ["https://example.com/a"]),
        ("(https://example.com/a)", ["https://example.com/a"]),
        ("https://example.com/Loop_(music)", ["https://example.com/Loop_(music)"]),
        ("https://a.example, https://b.example!", ["https://a.example", "https://b.example"]),
        ("पढ़ो https://example.com/पाठ अभी", ["https://example.com/पाठ"]),
        ("javascript:alert(1)", []),
        ("JavaScript://example.com/%0aalert(1)", []),
        ("data:text/html,<script>", []),
        ("//example.com www.example.com example.com mailto:a@b.example ftp://example.com", []),
        ("xhttps://example.com", []),
        ("https:// https://? http://", []),
        ("file:///etc/passwd", []),
    ],
)
def test_plain_addresses_and_nothing_else_are_links(tab: Page, text: str, links: list[str]) -> None:
    [parts] = tab.evaluate(SPLIT, [text])

    assert [part["text"] for part in parts if "href" in part] == links


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://example.com/path", ""),
        ("https://example.com:8443/path", ""),
        ("https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com"),
        ("https://аpple.com/", "xn--pple-43d.com"),
        ("https://peerlearn.example@evil.example/", "evil.example"),
        ("https://peerlearn.example\\@evil.example/", "peerlearn.example"),
        ("https://peerlearn.example%2f@evil.example/", "evil.example"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("https://ＥＶＩＬ.example/", "evil.example"),
    ],
)
def test_says_the_host_where_it_could_deceive(tab: Page, text: str, host: str) -> None:
    [[part]] = tab.evaluate(SPLIT, [text])

    assert part["host"] == host
    assert part["leadsTo"] == (host or text.split("//")[1].split("/")[0].split("\\")[0])


def test_parts_of_a_chat_fit_together_without_holes_or_doubles(tab: Page) -> None:
    told = tab.evaluate(
        """() => {
            const part = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => ({ n: from + index }));
            const numbers = (lines) => lines.map(({ n }) => n);
            const known = part(11, 14);
            return {
                nothing: joined(known, []) === known,
                inside: joined(known, part(12, 13)) === known,
                after: numbers(joined(known, part(13, 16))),
                next: numbers(joined(known, part(15, 16))),
                before: numbers(joined(known, part(7, 10))),
                hole: numbers(joined(known, part(20, 22))),
                stale: joined(known, part(2, 5)) === known,
                first: numbers(joined([], part(1, 2))),
            };
        }"""
    )

    assert told == {
        "nothing": True,
        "inside": True,
        "after": [11, 12, 13, 14, 15, 16],
        "next": [11, 12, 13, 14, 15, 16],
        "before": [7, 8, 9, 10, 11, 12, 13, 14],
        "hole": [20, 21, 22],
        "stale": True,
        "first": [1, 2],
    }
