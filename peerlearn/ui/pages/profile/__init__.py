"""/profile/: a person's own account."""
