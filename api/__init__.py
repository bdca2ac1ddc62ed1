"""The face of other programs: machine doors, each call signed (house.md §3)."""
