from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import Refused
from files.models import StoredFile


@transaction.atomic
def attach(
    file_ids: Iterable[int], owner_kind: str, owner_id: int, *, from_owner: tuple[str, int] | None = None
) -> list[StoredFile]:
    """Gives files to their owner, in the caller's transaction: all of them or none.

    A file may be taken when it has no owner yet or belongs to `from_owner` (the draft being sent); one already given
    to this owner is left as it is, so that a replay changes nothing. Any other file: Refused.
    """
    wanted = list(dict.fromkeys(file_ids))
    files = list(StoredFile.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    target = (str(owner_kind), owner_id)
    if len(files) != len(wanted) or not all(_may_move(stored, target, from_owner) for stored in files):
        raise Refused(_("Un des fichiers joints n’est plus disponible. Joignez-le à nouveau."))
    for stored in files:
        stored.owner_kind, stored.owner_id = target
        stored.save(update_fields=["owner_kind", "owner_id"])
    return files


def _may_move(stored: StoredFile, target: tuple[str, int], from_owner: tuple[str, int] | None) -> bool:
    owner = (stored.owner_kind, stored.owner_id)
    return stored.owner_id is None or owner == target or (from_owner is not None and owner == tuple(from_owner))
