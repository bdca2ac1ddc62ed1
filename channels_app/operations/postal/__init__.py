"""What can be done with the mail that comes on paper, one verb a module."""

from channels_app.operations.postal.attach_to_request import attach_to_request
from channels_app.operations.postal.cutting import join_items, split_item
from channels_app.operations.postal.file_postal_item import file_postal_item
from channels_app.operations.postal.notify_joined import notify_joined
from channels_app.operations.postal.read_scan import read_due_scans, read_scan
from channels_app.operations.postal.register_postal_item import register_postal_item
from channels_app.operations.postal.set_aside_item import set_aside_item
from channels_app.operations.postal.take_scan import take_scan
from channels_app.operations.postal.turn_page import rescan, turn_page
from channels_app.operations.postal.watch_scan_folder import watch_scan_folder

__all__ = [
    "attach_to_request",
    "file_postal_item",
    "join_items",
    "notify_joined",
    "read_due_scans",
    "read_scan",
    "register_postal_item",
    "rescan",
    "set_aside_item",
    "split_item",
    "take_scan",
    "turn_page",
    "watch_scan_folder",
]
