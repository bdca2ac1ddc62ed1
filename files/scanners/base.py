from dataclasses import dataclass
from enum import Enum
from typing import Protocol


class Outcome(Enum):
    CLEAN = "clean"
    INFECTED = "infected"
    UNREADABLE = "unreadable"  # the scanner answers, but cannot read this file


@dataclass(frozen=True)
class Verdict:
    """`detail` is the scanner's own word (a signature name, an error), for operators."""

    outcome: Outcome
    detail: str = ""


class ScannerDown(Exception):
    """The scanner does not answer: nothing is known of the file, try later."""


class Scanner(Protocol):
    def scan(self, content: bytes) -> Verdict:
        """Raises ScannerDown when there is no answer."""
        ...
