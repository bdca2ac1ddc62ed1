"""E-mail, one of the doors: what arrives in the mailboxes of the town."""
