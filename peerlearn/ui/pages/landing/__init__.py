"""/: what PeerLearn is, and the sessions that can be booked now."""
