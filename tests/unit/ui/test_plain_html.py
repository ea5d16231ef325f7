"""Parts as plain HTML: escaped, complete, and nothing that would need a script."""

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
import reflex as rx

from peerlearn.ui.widgets.either import each, one_of, when
from peerlearn.ui.widgets.icon import icon
from peerlearn.ui.widgets.local_time import local_time
from peerlearn.ui.widgets.modal import dialog
from peerlearn.ui.widgets.plain_html import plain_html, spoken_time

HOSTILE = "</p><script>alert('x')</script>\" & <!--"


class UnitState(rx.State):
    """Something only a browser knows."""

    words: str = ""


def test_writes_what_is_there() -> None:
    part = rx.el.p("with ", rx.el.strong("Meera"), class_name=["a", "b"], id="who", custom_attrs={"aria-label": "Who"})

    assert plain_html(part) == '<p id="who" class="a b" aria-label="Who">with <strong>Meera</strong></p>'


def test_links_lead_on_without_the_router() -> None:
    assert plain_html(rx.el.a("Go", href="/a?b=1&c=2")) == '<a href="/a?b=1&amp;c=2">Go</a>'


def test_escapes_words_and_attributes() -> None:
    seen: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append(tag)
            assert dict(attrs) == {"title": HOSTILE}

        def handle_data(self, data: str) -> None:
            seen.append(data)

    Tags().feed(plain_html(rx.el.p(HOSTILE, title=HOSTILE)))

    assert seen == ["p", HOSTILE]


def test_draws_icons_and_styles() -> None:
    assert plain_html(icon("star")).startswith('<svg class="icon')
    assert plain_html(rx.el.span(style={"width": "40%"})) == '<span style="width:40%"></span>'


def test_says_a_time_in_the_home_zone_and_names_it() -> None:
    moment = datetime(2026, 12, 1, 18, 35, tzinfo=UTC)

    assert spoken_time(moment) == "Wed, 2 Dec, 12:05 am IST"
    assert spoken_time(moment, "clock") == "12:05 am"
    assert plain_html(local_time(moment=moment.isoformat())) == (
        '<time datetime="2026-12-01T18:35:00+00:00">Wed, 2 Dec, 12:05 am IST</time>'
    )


@pytest.mark.parametrize(
    "part",
    [
        rx.el.p(UnitState.words),
        rx.cond(UnitState.words != "", rx.el.p("a"), rx.el.p("b")),
        rx.el.button("Press", on_click=rx.redirect("/")),
        dialog(open=True, title="A dialog"),
    ],
    ids=["a var", "a choice of the browser", "a handler", "a browser part"],
)
def test_refuses_what_needs_a_script(part: rx.Component) -> None:
    with pytest.raises(ValueError, match="JavaScript|browser only"):
        plain_html(part)


def test_choices_are_made_at_once_among_values_and_left_to_the_browser_among_vars() -> None:
    assert (when(True, "a", "b"), when(0, "a", "b"), when("", "a")) == ("a", "b", "")
    assert (one_of("x", {"x": 1}, 2), one_of("y", {"x": 1}, 2)) == (1, 2)
    assert plain_html(each(["a", "b"], rx.el.li)) == "<li>a</li><li>b</li>"
    for left in (when(UnitState.words == "", "a", "b"), one_of(UnitState.words, {"x": "1"}, "2")):
        assert isinstance(left, rx.Var | rx.Component)
