"""What a lesson left behind, at the address where it was held."""
