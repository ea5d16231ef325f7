"""/register/: a form, a code by mail, and the account."""
