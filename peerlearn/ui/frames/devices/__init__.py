"""Where a person is signed in, and signing those devices out."""
