"""The ways out. Each hands one prepared envelope over and says what became of it."""
