"""Money out, for whoever has some: where it goes, how much there is, and withdrawing it."""
