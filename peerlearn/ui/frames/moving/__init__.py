"""Moving a session by agreement, on both dashboards: the question for another time, and its answer on the card."""
