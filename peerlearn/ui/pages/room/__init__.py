"""The video room: two people face to face, and the wire between their browsers."""
