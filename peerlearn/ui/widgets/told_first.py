"""A gap in a built page that the server fills with real content, so that it is read before any JavaScript runs.

React leaves what stands inside alone when it takes the page over; the page draws its live part in its place as soon
as that is ready.
"""

import reflex as rx

from peerlearn.ui.widgets.plain_html import plain_html


def told_first(place: str, meanwhile: rx.Component) -> rx.Component:
    """The gap; `meanwhile` stands in it where no server fills it (api/public_pages.py)."""
    return rx.html(f"<!--{place}-->{plain_html(meanwhile)}<!--/{place}-->")
