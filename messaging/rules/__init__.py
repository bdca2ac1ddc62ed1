"""Pure decisions: how a text is filled, when a failed sending is tried again."""
