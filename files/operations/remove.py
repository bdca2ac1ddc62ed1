from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Forbidden
from files import policies, storage
from files.enums import OwnerKind
from files.models import StoredFile


@transaction.atomic
def remove(file_id: int, by: Actor) -> None:
    """Deletes a file and its preview; the bytes go once the transaction is committed. Twice is once.

    Whoever may read it may remove it: the caller (a draft, a request) says when removing makes sense.
    """
    stored = StoredFile.objects.select_for_update().filter(pk=file_id).first()
    if stored is None:
        return
    if not policies.can_read(by, stored):
        raise Forbidden(_("Ce fichier n’existe pas ou vous n’y avez pas accès."))
    delete_rows([stored])


@transaction.atomic
def remove_of(owner_kind: str, owner_ids: Iterable[int], *, by: Actor) -> int:
    """Deletes every file of these owners (drafts that expired); returns how many."""
    files = list(StoredFile.objects.of_many(owner_kind, owner_ids).select_for_update())
    if not all(policies.can_read(by, stored) for stored in files):
        raise Forbidden(_("Ce fichier n’existe pas ou vous n’y avez pas accès."))
    delete_rows(files)
    return len(files)


def delete_rows(files: list[StoredFile]) -> None:
    """Rows now, previews with them, bytes after the commit: a rollback loses nothing."""
    previews = list(StoredFile.objects.of_many(OwnerKind.PREVIEW, [stored.pk for stored in files]))
    doomed = [*previews, *files]
    paths = [stored.path for stored in doomed]
    StoredFile.objects.filter(pk__in=[stored.pk for stored in doomed]).delete()
    transaction.on_commit(lambda: storage.delete_all(paths), robust=True)
