"""A few words about a control: on hover, on focus, and after a press of two seconds; Escape hides them."""

import reflex as rx


def tooltip(
    control: rx.Component, words: str | rx.Var[str], *, id: str = "", below: bool = False, end: bool = False
) -> rx.Component:
    """The control with its words above it, or below.

    Args:
        control: what it is about.
        words: what to say.
        id: give one when the words say more than the control's own name; readers then hear them too.
        below: where there is no room above, as in the top bar.
        end: at the right edge of the page, where they must not stand out.
    """
    attributes = {"aria-hidden": "true"}
    if id:
        attributes = {"role": "tooltip"}
        control.custom_attrs = {**control.custom_attrs, "aria-describedby": id}
    bubble = rx.el.span(words, id=id or None, class_name="tip-words", custom_attrs=attributes)
    return rx.el.span(control, bubble, class_name="tip" + below * " tip-below" + end * " tip-end")
