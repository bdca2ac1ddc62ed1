"""Two requests about the same matter are followed as one; and are two again when that was a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, outbox
from core.actor import Actor
from core.errors import Refused
from requests_app import lifecycle, policies
from requests_app.enums import UNDECIDED, AcknowledgementKind, Action, Kind, Phase
from requests_app.followed import same_person
from requests_app.models import RequestMerge, ServiceRequest
from requests_app.operations import messages, saving, snapshots, timeline, words
from requests_app.rules import alerts, merging

KEPT = (*merging.CARRIED, "next_alert_on", "procedure_version_id")
MERGED = (*merging.CARRIED, "phase", "current_step", "next_alert_on", "ar_due")


@transaction.atomic
def merge_requests(
    one_id: int,
    other_id: int,
    *,
    by: Actor,
    other_person: bool = False,
    reason: str = "",
    revisions: Mapping[int, int] | None = None,
) -> RequestMerge:
    """The older one is kept, the younger follows into it; each keeps its words, its files, its acknowledgement.

    Never across confidentiality. Of two people only with ``other_person``: an agent said that it is meant; then
    nothing of one is shown to the other. ``revisions`` {pk: revision} are those of the preview.
    Raises Refused, Forbidden, Stale, IllegalMove.
    """
    pair = ServiceRequest.objects.locked_together(one_id, other_id)
    if len(pair) != 2:
        raise Refused(merging.refusal(pair[0], pair[0]) if pair else _("Une de ces demandes n’existe plus."))
    kept, merged = merging.older_first(*pair)
    for one in (kept, merged):
        policies.require(policies.can_merge(by, one))
        saving.require_fresh(one, (revisions or {}).get(one.pk))
    if sentence := merging.refusal(kept, merged):
        raise Refused(sentence)
    same = same_person(kept, merged)
    if not same and not other_person:
        raise Refused(
            _("Ces demandes ne sont pas de la même personne. Confirmez que vous voulez les réunir quand même.")
        )
    merge = absorb(kept, merged, by=by, same=same)
    if why := words.limited(reason):
        messages.note(kept, by=by, text=why)
    outbox.publish("request.merged", merge_id=merge.pk)
    return merge


def absorb(
    kept: ServiceRequest, merged: ServiceRequest, *, by: Actor, same: bool, carries: bool = True
) -> RequestMerge:
    """Both are locked. ``carries`` is False where the kept one owes nothing of what the other owed."""
    before: dict[str, Any] = {**snapshots.take(merged, MERGED), "carries": carries}
    merge = RequestMerge.objects.create(
        kept=kept,
        merged=merged,
        other_person=not same,
        kept_own=_own(kept),
        merged_before=before,
        merged_by_id=by.user_id,
        merged_at=calendar.now(),
    )
    merge.refresh_from_db()
    merged.phase = lifecycle.after(merged.phase, Action.MERGE)
    merged.closed_on, merged.next_alert_on = calendar.today(merged.commune), None
    # Nobody said what it is about, and nobody will: the kept one’s acknowledgement is that of the matter.
    merged.ar_due = merged.ar_due and not (merged.procedure.is_system and not _acknowledged(merged))
    saving.move(merged, "phase", "closed_on", "next_alert_on", "ar_due", event=Kind.MERGED)
    _owe(kept, merge.kept_own, Kind.MERGED_IN)
    timeline.record(merged, Kind.MERGED, by=by, data={"other": kept.pk, "same": same})
    # Undoing a split alone gathers a confidential part again: the story of the letter does not tell it to agents.
    data = {"other": merged.pk, "same": same, "veiled": merged.confidential and not kept.confidential}
    timeline.record(kept, Kind.MERGED_IN, by=by, data=data, told=same)
    return merge


@transaction.atomic
def undo_merge(merge_id: int, *, by: Actor, revisions: Mapping[int, int] | None = None) -> RequestMerge:
    """Both as they were, what was said meanwhile stays where it was said; both stories tell it.

    Raises Refused, Forbidden, Stale, IllegalMove.
    """
    found = RequestMerge.objects.filter(pk=merge_id).first()
    if found is None:
        raise Refused(_("Cette réunion n’existe pas."))
    kept, merged = ServiceRequest.objects.locked_together(found.kept_id, found.merged_id)
    merge = RequestMerge.objects.select_for_update().get(pk=merge_id)
    for one in (kept, merged):
        policies.require(policies.can_merge(by, one))
        saving.require_fresh(one, (revisions or {}).get(one.pk))
    if merge.undone_at is not None:
        raise Refused(_("Ces demandes sont déjà séparées."))
    if kept.phase == Phase.MERGED:
        raise Refused(_("La demande %s est elle-même réunie à une autre : séparez-la d’abord.") % kept.number)
    merge.undone_by_id, merge.undone_at = by.user_id, calendar.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    _give_back(merged, merge.merged_before)
    _owe(kept, merge.kept_own, Kind.UNMERGED_FROM)
    same = not merge.other_person
    timeline.record(merged, Kind.UNMERGED, by=by, data={"other": kept.pk})
    timeline.record(kept, Kind.UNMERGED_FROM, by=by, data={"other": merged.pk}, told=same)
    outbox.publish("request.unmerged", merge_id=merge.pk)
    return merge


def _acknowledged(service_request: ServiceRequest) -> bool:
    return service_request.acknowledgements.filter(kind=AcknowledgementKind.ARE).exists()


def _standing(kept: ServiceRequest) -> list[RequestMerge]:
    return list(RequestMerge.objects.filter(kept=kept, undone_at__isnull=True).order_by("pk"))


def _own(kept: ServiceRequest) -> dict[str, Any]:
    """What it had before its first merge; since it was qualified, what it has."""
    first = next(iter(_standing(kept)), None)
    if first is not None and first.kept_own["procedure_version_id"] == kept.procedure_version_id:
        return first.kept_own
    return snapshots.take(kept, KEPT)


def _owe(kept: ServiceRequest, own: Mapping[str, Any], event: Kind) -> None:
    """Computed again from what it had and from the merges that stand: undoing them in any order gives back the same."""
    fields: list[str] = []
    if own["procedure_version_id"] == kept.procedure_version_id:
        standing = [one.merged_before for one in _standing(kept) if one.merged_before["carries"]]
        had = snapshots.read(own, merging.CARRIED)
        owed = merging.carried(had, [snapshots.read(one, merging.CARRIED) for one in standing])
        due = kept.legal_due
        fields = snapshots.give_back(kept, owed)
        if kept.phase in UNDECIDED and kept.decided_on is None and due != kept.legal_due:
            kept.next_alert_on = _next_look(kept, own, had)
            fields.append("next_alert_on")
    saving.move(kept, *fields, event=event)


def _next_look(kept: ServiceRequest, own: Mapping[str, Any], had: Mapping[str, Any]):
    """The sweep may look again at what it has seen: it writes nothing twice."""
    if kept.legal_due == (had["rejection_due"] or had["acceptance_due"]):
        return snapshots.read(own, ["next_alert_on"])["next_alert_on"]
    return alerts.next_look(kept.received_on, kept.legal_due, calendar.today(kept.commune) - alerts.DAY)


def _give_back(merged: ServiceRequest, before: Mapping[str, Any]) -> None:
    merged.phase = lifecycle.undone(merged.phase, Action.UNMERGE, before["phase"])
    merged.closed_on = None
    fields = snapshots.give_back(merged, snapshots.read(before, ("next_alert_on", "ar_due")))
    saving.move(merged, "phase", "closed_on", *fields, event=Kind.UNMERGED)
    merged.current_step = before["current_step"]
    merged.save(update_fields=["current_step"])
