"""Pure decisions of the doors."""
