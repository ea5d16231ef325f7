"""An admin's recovery codes: how many are left, and ten new ones."""
