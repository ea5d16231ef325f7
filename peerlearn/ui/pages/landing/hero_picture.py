"""The picture beside the headline: a lesson going on, drawn in the house's lines and colours."""

import reflex as rx

_LINE = "stroke-ink"
_WHAT = "A mentor and a learner in a video session, with a drawing on the whiteboard and a chat"


def hero_picture() -> rx.Component:
    """Two people, one board, some words; the line on the board draws itself once."""
    svg = rx.el.svg
    return rx.el.svg(
        svg.rect(x="20", y="26", width="520", height="372", rx="28", class_name="fill-raised stroke-line"),
        _board(),
        _person("translate(386 58)", 130, 150, "fill-lilac"),
        _person("translate(386 224)", 130, 118, "fill-brand"),
        _chat(),
        _controls(),
        view_box="0 0 560 440",
        class_name="hero-picture w-full max-w-xl justify-self-center",
        role="img",
        custom_attrs={"aria-label": _WHAT},
    )


def _board() -> rx.Component:
    svg = rx.el.svg
    return svg.g(
        svg.rect(x="44", y="58", width="322", height="284", rx="18", class_name="fill-surface stroke-line"),
        svg.path(d="M84 300H330M84 300V92", class_name="stroke-edge", custom_attrs={"strokeWidth": "2"}),
        svg.path(
            d="M92 284C130 282 150 268 176 224S226 112 318 104",
            class_name="hero-curve stroke-brand",
            custom_attrs={"strokeWidth": "5", "pathLength": "1"},
        ),
        svg.path(d="M176 224L262 128", class_name="stroke-lilac", custom_attrs={"strokeWidth": "4"}),
        svg.circle(cx="219", cy="176", r="7", class_name="fill-ink"),
        svg.path(d="M108 112h44M108 132h70M108 152h32", class_name="stroke-edge", custom_attrs={"strokeWidth": "4"}),
    )


def _person(place: str, width: int, height: int, tone: str) -> rx.Component:
    """Somebody in a tile: head, hair, shoulders."""
    svg = rx.el.svg
    middle, floor = width / 2, height
    return svg.g(
        svg.rect(width=str(width), height=str(height), rx="18", class_name="fill-well"),
        svg.path(
            d=f"M{middle - 46} {floor}c0-34 18-52 46-52s46 18 46 52z", class_name=tone, custom_attrs={"stroke": "none"}
        ),
        svg.circle(cx=str(middle), cy=str(floor - 76), r="25", class_name="fill-raised " + _LINE),
        svg.path(
            d=f"M{middle - 25} {floor - 80}c2-22 14-28 26-28s23 8 24 26c-14 0-24-6-30-14-4 8-10 14-20 16z",
            class_name="fill-ink",
            custom_attrs={"stroke": "none"},
        ),
        svg.path(d=f"M{middle - 8} {floor - 66}q8 8 16 0", class_name=_LINE),
        custom_attrs={"transform": place},
    )


def _chat() -> rx.Component:
    svg = rx.el.svg
    return svg.g(
        svg.path(
            d="M300 356h148a16 16 0 0 1 16 16v16a16 16 0 0 1-16 16H330l-20 16v-16h-10a16 16 0 0 1-16-16v-16"
            "a16 16 0 0 1 16-16z",
            class_name="fill-lilac-wash stroke-lilac",
        ),
        svg.path(d="M308 376h112M308 388h72", class_name=_LINE, custom_attrs={"strokeWidth": "3"}),
    )


def _controls() -> rx.Component:
    svg = rx.el.svg
    return svg.g(
        svg.rect(x="60", y="356", width="168", height="56", rx="28", class_name="fill-raised stroke-line"),
        svg.circle(cx="92", cy="384", r="16", class_name="fill-well", custom_attrs={"stroke": "none"}),
        svg.circle(cx="144", cy="384", r="16", class_name="fill-well", custom_attrs={"stroke": "none"}),
        svg.circle(cx="196", cy="384", r="16", class_name="fill-brand", custom_attrs={"stroke": "none"}),
        svg.rect(x="89.5", y="375", width="5", height="10", rx="2.5", class_name=_LINE),
        svg.path(d="M86 383a6 6 0 0 0 12 0m-6 6v4", class_name=_LINE),
        svg.path(d="M138 379h8v10h-8zm8 4 5-3v8l-5-3", class_name=_LINE),
        svg.path(d="M189 386c4-4 10-4 14 0", class_name="stroke-on-brand", custom_attrs={"strokeWidth": "3"}),
    )
