"""/admin/: the site as those see it who run it."""
