"""Finds what a merchant names by its id, and says no as Razorpay does."""

from peerlearn.sandbox.razorpay.books import Books, Entity
from peerlearn.sandbox.razorpay.errors import GatewayRefusal
from peerlearn.sandbox.razorpay.ids import well_formed


def entity_with(books: Books, prefix: str, entity_id: str) -> Entity:
    """The entity with an id of that prefix, or Razorpay's refusal."""
    entity = books.find(well_formed(prefix, entity_id))
    if entity is None:
        raise GatewayRefusal("The id provided does not exist")
    return entity
