"""Data of the invented town shown in demonstrations."""
