"""How fast and how heavy the product is, measured on real processes: one command each (make bench-…)."""
