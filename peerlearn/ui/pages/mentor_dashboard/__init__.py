"""/dashboard/mentor/: requests, coming sessions, earnings, and publishing a session."""
