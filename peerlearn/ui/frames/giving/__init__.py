"""Sending a gift, in the room and after it: how much, what it costs, and the payment window."""
