"""Data of the invented town shown in demonstrations."""

from pathlib import Path

ADMIVILLE = Path(__file__).parent / "admiville"
