"""`make setup` and `make run`: from a clean clone to a usable GRC on one machine, and everything stopped behind it."""
