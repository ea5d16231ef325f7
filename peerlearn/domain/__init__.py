"""What tutoring is: plain Python and SQL, without a web framework."""
