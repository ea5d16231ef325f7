"""A video to play: nothing of it is loaded but what the browser needs to show its first picture and its length."""

from typing import Any

import reflex as rx


def video(address: Any, name: Any) -> rx.Component:
    """The player, with the browser's own controls; also in plain HTML.

    Args:
        address: where the file is.
        name: what readers hear it called.
    """
    return rx.el.video(
        src=address,
        controls=True,
        preload="metadata",
        class_name="aspect-video w-full rounded-2xl border border-line bg-well object-contain",
        custom_attrs={"aria-label": name, "playsInline": ""},
    )
