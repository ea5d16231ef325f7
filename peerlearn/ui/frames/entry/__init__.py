"""The way in: registration and sign-in, as dialogs over the public pages and as pages of their own."""
