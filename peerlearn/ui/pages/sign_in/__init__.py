"""/sign-in/: e-mail and password."""
