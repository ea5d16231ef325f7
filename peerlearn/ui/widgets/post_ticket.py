"""Finishes a sign-in: carries the ticket to the door that sets the cookie."""

import reflex as rx

from peerlearn.settings import settings
from peerlearn.ui.widgets.browser_part import BrowserPart


class PostTicket(BrowserPart):
    """Invisible; posts `ticket` and the path to go to `next` when the ticket is not empty."""

    library = rx.asset("post_ticket.jsx", shared=True).importable_path
    tag = "PostTicket"

    ticket: rx.Var[str]
    next: rx.Var[str]
    door: rx.Var[str]


def post_ticket(ticket: rx.Var[str], next: rx.Var[str] | str = "") -> rx.Component:
    """Put it on the page whose handler issues the ticket."""
    return PostTicket.create(ticket=ticket, next=next, door=settings.door("/auth/finish"))
