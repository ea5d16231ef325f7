"""Servers we pretend to be, for development and tests; nothing here imports the rest of PeerLearn."""
