"""Post in: what is scanned is split, read, proposed; nothing is registered without an agent."""
