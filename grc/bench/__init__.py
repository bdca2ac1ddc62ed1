"""`make bench`: what the GRC does in a second, at 10,000, 100,000 and a million requests, beside the floor of each."""
