"""A link to a place, with its icon: under it, or beside it, an orange line when that is where one is.

Within the site the page changes without loading a document: what is known stays, and nothing blinks.
"""

import reflex as rx
from reflex_components_core.react_router import ReactRouterLink

from peerlearn.ui.widgets.icon import icon

_BASE = "inline-flex min-h-11 items-center gap-2 font-display font-medium text-text hover:text-ink no-underline "
TOP = _BASE + "here-below px-1 text-base"
SIDE = (
    _BASE + "here-beside w-full gap-3 rounded-xl px-4 text-base hover:bg-lilac-wash aria-[current=page]:bg-brand-wash"
)


def nav_link(
    words: str,
    href: str,
    icon_name: str,
    *more: rx.Component,
    here: rx.Var[bool] | bool = False,
    side: bool = False,
    **props,
) -> rx.Component:
    """For the top bar, or for a sidebar with `side`; `here` while its place is shown, `more` under its words."""
    current = rx.cond(here, "page", rx.Var("undefined")) if isinstance(here, rx.Var) else ("page" if here else None)
    attributes = {**props.pop("custom_attrs", {}), **({} if current is None else {"aria-current": current})}
    said = rx.el.span(words, custom_attrs={"data-words": words})
    return own_link(
        icon(icon_name),
        rx.el.span(said, *more, class_name="flex min-w-0 flex-col items-start gap-1 py-1") if more else said,
        href=href,
        class_name=SIDE if side else TOP,
        custom_attrs=attributes,
        **props,
    )


def own_link(*content: rx.Component | str, href: str, **props) -> rx.Component:
    """A link to another page of the site for the same person."""
    return ReactRouterLink.create(*content, to=href, **props)
