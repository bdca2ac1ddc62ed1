from django.db import transaction

from files import vault
from files.models import StoredFile

_BATCH = 500


def rotate_key() -> int:
    """Re-wraps under the master key in force every data key wrapped by an older one; content is not touched.

    Resumable and idempotent: each batch is one commit. Returns how many were re-wrapped. Raises vault.Unreadable
    when an old master key is missing from GRC_FILES_OLD_KEYS.
    """
    total = 0
    while taken := _rotate_batch():
        total += taken
    return total


@transaction.atomic
def _rotate_batch() -> int:
    outdated = StoredFile.objects.exclude(wrapped_key="").exclude(wrapped_key__startswith=vault.current_master_id())
    files = list(outdated.select_for_update().order_by("pk")[:_BATCH])
    for stored in files:
        stored.wrapped_key = vault.rewrap(stored.wrapped_key, str(stored.public_id))
    StoredFile.objects.bulk_update(files, ["wrapped_key"])
    return len(files)
