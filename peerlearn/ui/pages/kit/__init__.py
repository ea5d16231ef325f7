"""/dev/kit: every part of the design system in every state, light and dark; not in production."""
