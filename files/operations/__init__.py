"""What can be done with files, one verb a module."""

from files.operations.attach import attach
from files.operations.preview import make_preview
from files.operations.purge import purge_orphans
from files.operations.remove import remove, remove_of
from files.operations.rotate import rotate_key
from files.operations.scan import rescan_pending, scan
from files.operations.store import store, store_as_received, store_own
from files.rules.kinds import ACCEPT_DOCUMENTS, ACCEPT_IMAGES

__all__ = [
    "ACCEPT_DOCUMENTS",
    "ACCEPT_IMAGES",
    "attach",
    "make_preview",
    "purge_orphans",
    "remove",
    "remove_of",
    "rescan_pending",
    "rotate_key",
    "scan",
    "store",
    "store_as_received",
    "store_own",
]
