"""The web door: a finished draft becomes a request."""

from __future__ import annotations

from django.db import transaction

from channels_app.operations import filing
from channels_app.operations.filing import left_wrong
from core.actor import Actor
from core.enums import Channel
from procedures.form_engine import Form, Requester, person_name, requester
from requests_app.models import ServiceRequest
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
    form = Form.from_definition(draft.procedure_version.definition)
    filing.require_complete(form, draft)
    asker = requester(form, draft.answers)
    citizen = filing.person_of(draft, asker, by)
    return register_request(
        procedure_version_id=draft.procedure_version_id,
        channel=Channel.WEB,
        answers=draft.answers,
        citizen_id=citizen.pk if citizen else None,
        reply=_reply(asker),
        draft_id=draft.pk,
        file_ids=filing.files(form, draft),
        location=filing.location(draft, form),
        by=by,
    )


def _reply(asker: Requester) -> Reply:
    """By e-mail when an address was given for it (L112-14), else by letter."""
    channel = Channel.EMAIL if asker.email else Channel.POST if asker.postal else Channel.WEB
    name = person_name(asker.identity) if asker.identity else ""
    return Reply(channel=channel, email=asker.email, name=name, postal=asker.postal)
