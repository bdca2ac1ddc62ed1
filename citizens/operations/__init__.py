"""What can be done with people, one verb a module."""

from citizens.operations.anonymise import anonymise
from citizens.operations.identify import identify

__all__ = ["anonymise", "identify"]
