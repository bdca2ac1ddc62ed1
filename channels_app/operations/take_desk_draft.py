"""A form prepared elsewhere, on the site or by phone, goes on at the desk: its code says which."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from channels_app.operations.open_desk_draft import FILLED_IN
from core import trail
from core.actor import Actor
from core.errors import Refused
from procedures.doors import meaning, refusal
from requests_app import policies
from requests_app.models import Draft
from requests_app.operations import find_draft


@transaction.atomic
def take_desk_draft(code: str, *, channel: str, by: Actor) -> Draft:
    """The person gives the code: nothing is typed again. Raises Refused: unknown, already sent, closed at this door.

    The draft keeps the door where it began; whoever holds its link still opens it.
    """
    policies.require(policies.can_use_desk(by))
    found = find_draft(code)
    if found is None:
        raise Refused(_("Aucun brouillon ne porte ce code, ou la demande est déjà envoyée. Relisez-le."))
    draft = Draft.objects.select_for_update(of=("self",)).select_related("procedure_version").get(pk=found.pk)
    if meaning(draft.procedure_version, channel) not in FILLED_IN:
        raise Refused(refusal(draft.procedure_version, channel))
    draft.entered_by = by.ref
    draft.save(update_fields=["entered_by"])
    trail.record(by, trail.Verb.READ, "draft", draft.pk)
    return draft
