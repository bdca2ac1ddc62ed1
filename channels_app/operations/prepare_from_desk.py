"""A door that only prepares: the form filled with the agent goes to the person, who ends it. No request, no clock."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from channels_app.operations.open_desk_draft import told_elsewhere
from channels_app.rules import desk
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from requests_app import policies
from requests_app.models import Draft
from requests_app.operations import Reply, save_draft, send_draft_letter, send_draft_link


@dataclass(frozen=True)
class Prepared:
    """``way``: email, post (a letter to print) or hand (the sheet printed on the spot)."""

    draft: Draft
    way: str
    url: str
    code: str


@transaction.atomic
def prepare_from_desk(draft_id: int, *, citizen_id: int | None, reply: Reply, by: Actor) -> Prepared:
    """Sends the way back to the prepared form by e-mail or letter, or leaves it to be handed over.

    Twice is once an hour: a double click sends one. Raises Refused when it was sent meanwhile.
    """
    policies.require(policies.can_use_desk(by))
    draft = Draft.objects.select_related("procedure_version__procedure").filter(pk=draft_id).first()
    if draft is None or draft.is_sent:
        raise Refused(_("Ce brouillon n’existe plus, ou il est déjà envoyé."))
    desk.require_way(reply.channel, email=reply.email, postal=reply.postal)
    _clear(draft, citizen_id, reply, by)
    way = "hand"
    if reply.channel == Channel.EMAIL:
        send_draft_link(draft.pk, reply.email)
        way = "email"
    elif reply.channel == Channel.POST:
        send_draft_letter(draft.pk, name=reply.name, postal=reply.postal)
        way = "post"
    return Prepared(draft, way, f"{settings.PUBLIC_URL}/brouillon/{draft.public_id}/", draft.resume_code)


def _clear(draft: Draft, citizen_id: int | None, reply: Reply, by: Actor) -> None:
    """The code opens the form on any screen: an e-mail of the card is not shown to whoever holds the letter."""
    people = {pk for pk in (citizen_id, draft.citizen_id) if pk is not None}
    hidden = told_elsewhere(draft, people, sent_to=reply.email, by=by)
    if hidden:
        save_draft(draft.pk, draft.page_key, dict.fromkeys(hidden), dict.fromkeys(hidden, ""))
