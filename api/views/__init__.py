"""Machine doors, one a file."""
