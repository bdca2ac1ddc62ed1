from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from citizens import policies
from citizens.models import Citizen, PersonMerge
from citizens.operations.anonymise import ERASED
from citizens.operations.indexing import index_person
from citizens.operations.locking import take_lock
from citizens.querysets import person_set
from citizens.rules.merging import roots
from core import outbox
from core.actor import Actor
from core.errors import Forbidden, Refused


@transaction.atomic
def undo_merge(merge_id: int, *, by: Actor) -> PersonMerge:
    """The two are two again, each with what was theirs, in whatever order merges are undone: the row that had been
    merged leaves with the rows merged into it, the others stay together.

    Refused once undone, and when one of the rows was erased since: an erasure is final.
    """
    take_lock("merges")
    merge = PersonMerge.objects.select_for_update(of=("self",)).select_related("kept", "merged").get(pk=merge_id)
    for citizen in (merge.kept, merge.merged):
        if not policies.can_view(by, citizen):
            raise Forbidden(_("Cette fusion n’existe pas."))
        policies.require(policies.can_edit(by, citizen))
    _refuse(merge)
    merge.undone_at, merge.undone_by_id = timezone.now(), by.user_id
    merge.save(update_fields=["undone_at", "undone_by"])
    _point_again(merge.merged)
    Citizen.objects.filter(pk__in=(merge.kept_id, merge.merged_id)).update(revision=F("revision") + 1)
    for citizen in (merge.merged, merge.kept):
        citizen.refresh_from_db()
        index_person(citizen)
    outbox.publish("person.unmerged", merge_id=merge.pk)
    return merge


def _refuse(merge: PersonMerge) -> None:
    if merge.undone_at is not None:
        raise Refused(_("Cette fusion est déjà annulée."))
    if ERASED in (merge.kept.family_name, merge.merged.family_name):
        raise Refused(_("L’une des deux fiches a été effacée depuis : cette fusion ne peut plus être annulée."))


def _point_again(citizen: Citizen) -> None:
    """The pointers of the whole tree, computed again from the merges that stand."""
    rows = list(person_set(citizen).select_for_update(of=("self",)).order_by("pk"))
    standing = PersonMerge.objects.filter(undone_at__isnull=True, merged__in=rows)
    kept_by_merged = dict(standing.values_list("merged_id", "kept_id"))
    tops = roots([row.pk for row in rows], kept_by_merged)
    for row in rows:
        top = tops[row.pk] if tops[row.pk] != row.pk else None
        if row.canonical_id != top:
            row.canonical_id = top
            row.save(update_fields=["canonical"])
