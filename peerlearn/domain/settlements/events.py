"""What a comparison brought that others must answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GatewayCompared:
    """The gateway's books have told us something new."""
