"""Packages on the learner's pages: buying one, what is left of those bought, and giving back what is unused."""
