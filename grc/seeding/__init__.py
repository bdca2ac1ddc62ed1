"""The demonstration: Admiville, its agents, and forty requests as a town receives them. Never in production."""
