"""Our own drawings for empty places, mishaps and first sight: one family of ink lines with flat orange and lilac.

The files are in assets/pictures; they are drawn in place, so that their colours follow the mode, and fetched only
where they are shown.
"""

import reflex as rx

SIZES = {"hero": (560, 420)}
USUAL_SIZE = (320, 240)


def picture(name: str, *, label: str = "", look: str = "w-60") -> rx.Component:
    """A drawing by its file's name: sessions, calendar, bookmarks, quiet, mail, not-found, error, or hero.

    Args:
        name: which one.
        label: what it shows, when the words beside it do not say so; otherwise readers pass it over.
        look: Tailwind classes, at least its width; the height follows.
    """
    width, height = SIZES.get(name, USUAL_SIZE)
    spoken = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return rx.el.svg(
        rx.el.svg.use(href=f"/pictures/{name}.svg#drawing"),
        view_box=f"0 0 {width} {height}",
        width=str(width),
        height=str(height),
        class_name=f"h-auto max-w-full text-ink {look}",
        custom_attrs=spoken,
    )
