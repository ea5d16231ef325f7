"""PeerLearn: one mentor, one learner, face to face in a live video room."""
