"""Gifts in the room: the learner's button with what was sent, the mentor's thanks."""
