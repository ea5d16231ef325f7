"""Going back on a session, on both dashboards: the question with what it means, and the deed."""
