"""Pure decisions about dates: no query, no clock of their own."""
