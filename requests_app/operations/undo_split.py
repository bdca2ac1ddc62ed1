"""A split undone: the letter is whole again, and the numbers it had given follow it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar, outbox
from core.actor import Actor, ActorKind
from core.errors import Refused
from requests_app import policies
from requests_app.enums import Kind
from requests_app.models import RequestLink, RequestSplit, ServiceRequest, TimelineEntry
from requests_app.operations import saving, split_files, timeline
from requests_app.operations.merge import absorb

_PEOPLE = (ActorKind.AGENT, ActorKind.CITIZEN, ActorKind.LINK_HOLDER)


@transaction.atomic
def undo_split(split_id: int, *, by: Actor) -> RequestSplit:
    """While nobody has done anything on the parts. Their numbers may be known already: they are followed in the letter.

    What the split qualified stays so. Raises Refused, Forbidden.
    """
    split = RequestSplit.objects.filter(pk=split_id).first()
    if split is None:
        raise Refused(_("Cette répartition n’existe pas."))
    links = RequestLink.objects.filter(split=split).order_by("second_id")
    ids = list(links.values_list("second_id", flat=True))
    original, *parts = ServiceRequest.objects.locked_together(split.original_id, *ids)
    split = RequestSplit.objects.select_for_update().get(pk=split.pk)
    for one in (original, *parts):
        policies.require(policies.can_split(by, one))
    if split.undone_at is not None:
        raise Refused(_("Cette répartition est déjà défaite."))
    _require_untouched(split, [original, *parts])
    split_files.take_back(original, split.before.get("files", {}), ids)
    for part in parts:
        absorb(original, part, by=by, same=True, carries=False)
    _say_whole(original, split, by)
    links.update(split=None, dismissed_at=calendar.now())
    split.undone_by_id, split.undone_at = by.user_id, calendar.now()
    split.save(update_fields=["undone_by", "undone_at"])
    outbox.publish("request.split_undone", split_id=split.pk)
    return split


def _require_untouched(split: RequestSplit, requests: list[ServiceRequest]) -> None:
    since = TimelineEntry.objects.filter(request__in=[one.pk for one in requests], pk__gt=split.before["last"])
    touched = since.filter(actor_kind__in=_PEOPLE).select_related("request").order_by("pk").first()
    if touched is not None:
        raise Refused(
            _("On a déjà travaillé sur la demande %(number)s (« %(event)s ») : la répartition ne se défait plus.")
            % {"number": touched.request.number, "event": Kind(touched.kind).label}
        )


def _say_whole(original: ServiceRequest, split: RequestSplit, by: Actor) -> None:
    before = split.before
    original.title = before["title"]
    if before["system"] and original.procedure.is_system:
        original.answers = before["answers"]
    elif before["system"]:
        original.arrival_answers = before["answers"]
    saving.move(original, "title", "answers", "arrival_answers", event=Kind.SPLIT_UNDONE)
    saving.index(original)
    timeline.record(original, Kind.SPLIT_UNDONE, by=by, data={"veiled": before.get("veiled", False)})
