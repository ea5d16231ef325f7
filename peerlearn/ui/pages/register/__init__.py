"""/register/: becoming a learner or a mentor."""
