"""/sessions/<id>: one session, as everybody may see it."""
