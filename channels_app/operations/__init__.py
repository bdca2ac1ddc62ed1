"""What comes in by each door."""

from channels_app.operations.file_from_web import file_from_web

__all__ = ["file_from_web"]
