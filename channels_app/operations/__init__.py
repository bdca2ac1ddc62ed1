"""What comes in by each door."""

from channels_app.operations.fetch_mailbox import fetch_mailbox
from channels_app.operations.file_from_desk import file_from_desk
from channels_app.operations.file_from_web import file_from_web
from channels_app.operations.keep import keep
from channels_app.operations.open_desk_draft import open_desk_draft
from channels_app.operations.open_mailboxes import open_mailboxes
from channels_app.operations.replay import replay
from channels_app.operations.set_aside import set_aside
from channels_app.operations.take_in import take_in, take_in_due

__all__ = [
    "fetch_mailbox",
    "file_from_desk",
    "file_from_web",
    "keep",
    "open_desk_draft",
    "open_mailboxes",
    "replay",
    "set_aside",
    "take_in",
    "take_in_due",
]
