"""/dashboard/learner/: the sessions to book, and those booked."""
