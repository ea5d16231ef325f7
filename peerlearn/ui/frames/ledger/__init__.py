"""The ledger as people read it: its words, and the lines behind a figure."""
