"""The web door: a finished draft becomes a request."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from channels_app.operations import filing
from channels_app.operations.filing import left_wrong
from citizens.models import Citizen
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from messaging.rules.texting import mobile_number
from procedures.cards import presence
from procedures.doors import meaning
from procedures.enums import ChannelMeaning
from procedures.form_engine import Requester, person_name, requester
from procedures.published import form_of
from requests_app.models import Draft, ServiceRequest
from requests_app.operations import Reply, register_request

__all__ = ["file_from_web", "left_wrong"]


@transaction.atomic
def file_from_web(draft_id: int, *, by: Actor) -> ServiceRequest:
    """Checks the answers, finds or creates the person, places the request, registers it: all or nothing.

    Sent twice, the same request comes back. Raises Refused with what is missing; nothing typed is lost.
    """
    draft = filing.locked(draft_id)
    if draft.request is not None:
        return draft.request
    form = form_of(draft.procedure_version)
    filing.require_complete(form, draft)
    _require_door(draft)
    asker = requester(form, draft.answers)
    citizen = filing.person_of(draft, asker, by)
    return register_request(
        procedure_version_id=draft.procedure_version_id,
        channel=Channel.WEB,
        answers=draft.answers,
        citizen_id=citizen.pk if citizen else None,
        reply=_reply(asker, citizen),
        draft_id=draft.pk,
        file_ids=filing.files(form, draft),
        location=filing.location(draft, form),
        by=by,
    )


def _require_door(draft: Draft) -> None:
    """Where the person must come, the site prepares: nothing is filed, a visit is offered with the draft’s code."""
    version = draft.procedure_version
    if meaning(version, Channel.WEB) == ChannelMeaning.FILES:
        return
    come = presence(version)
    told = _("Votre demande est prête, avec le code %(code)s : donnez-le à l’agent, rien n’est à retaper. %(visit)s")
    visit = f"{come.why} {come.where}" if come else _("Venez la terminer au guichet.")
    raise Refused(told % {"code": draft.resume_code, "visit": visit})


def _reply(asker: Requester, citizen: Citizen | None) -> Reply:
    """By e-mail when an address was given for it (L112-14), else by letter. A mobile takes short notices beside it,
    for whoever has no e-mail or likes the telephone."""
    channel = Channel.EMAIL if asker.email else Channel.POST if asker.postal else Channel.WEB
    name = person_name(asker.identity) if asker.identity else ""
    likes_phone = citizen is not None and citizen.preferred_channel in (Channel.PHONE, Channel.SMS)
    phone = mobile_number(asker.phone) if asker.phone and (likes_phone or not asker.email) else ""
    return Reply(channel=channel, email=asker.email, name=name, postal=asker.postal, phone=phone)
