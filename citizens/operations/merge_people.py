from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from citizens import policies
from citizens.models import Citizen, Mandate, PersonMerge
from citizens.operations.indexing import index_person
from citizens.operations.locking import check_revision, take_lock
from citizens.querysets import person_set
from citizens.rules import merging
from citizens.rules.identity import tidy
from core import outbox
from core.actor import Actor
from core.errors import Forbidden, Refused, Stale


@transaction.atomic
def merge_people(
    *,
    kept_id: int,
    merged_id: int,
    reason: str,
    by: Actor,
    kept_revision: int | None = None,
    merged_revision: int | None = None,
) -> PersonMerge:
    """Two rows are one person, says an agent. No row moves: requests, contacts, consents stay where they were, and
    are read together (``person_set``); undoing clears the pointers.

    With the revisions that the preview showed, a change made meanwhile raises Stale. Raises Refused, Forbidden.
    """
    _lock(kept_id, merged_id)
    kept, merged = _open(kept_id, by), _open(merged_id, by)
    for citizen, revision in ((kept, kept_revision), (merged, merged_revision)):
        if citizen.canonical_id is not None:
            raise Stale(_("Une de ces fiches vient d’être fusionnée avec une autre. Ouvrez la fiche gardée."))
        check_revision(citizen, revision)
    if sentence := merging.refusal(kept, merged) or _mandate_between(kept, merged):
        raise Refused(sentence)
    reason = " ".join(reason.split())[:300]
    if not tidy(reason):
        raise Refused(_("Dites pourquoi ces deux fiches sont la même personne."))
    merge = PersonMerge.objects.create(kept=kept, merged=merged, reason=reason, merged_by_id=by.user_id)
    Citizen.objects.filter(Q(pk=merged.pk) | Q(canonical=merged)).update(canonical=kept)
    Citizen.objects.filter(pk__in=(kept.pk, merged.pk)).update(revision=F("revision") + 1)
    for citizen in (merged, kept):
        citizen.refresh_from_db()
        index_person(citizen)
    outbox.publish("person.merged", merge_id=merge.pk)
    return merge


def _lock(kept_id: int, merged_id: int) -> None:
    """One merge or undo at a time in the town, then the two rows, in one order for all."""
    take_lock("merges")
    list(Citizen.objects.select_for_update().filter(pk__in=(kept_id, merged_id)).order_by("pk"))


def _open(citizen_id: int, by: Actor) -> Citizen:
    citizen = Citizen.objects.filter(pk=citizen_id).first()
    if citizen is None or not policies.can_view(by, citizen):
        raise Forbidden(_("Cette fiche n’existe pas."))
    policies.require(policies.can_edit(by, citizen))
    return citizen


def _mandate_between(kept: Citizen, merged: Citizen) -> str:
    ours, theirs = person_set(kept).values("pk"), person_set(merged).values("pk")
    between = Q(principal__in=ours, mandatary__in=theirs) | Q(principal__in=theirs, mandatary__in=ours)
    if Mandate.objects.filter(between).exists():
        return _("L’une de ces personnes a donné mandat à l’autre : ce sont deux personnes.")
    return ""
