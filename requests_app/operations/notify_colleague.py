"""An agent named in a note is told by e-mail; their answer comes back as a note, never to the person."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.actor import Actor
from messaging.enums import DispatchKind, ReplyKind
from messaging.models import Dispatch
from messaging.operations import post
from requests_app import colleagues, policies, variables
from requests_app.models import Note, ServiceRequest


@transaction.atomic
def notify_colleague(request_id: int, *, note_id: int, user_id: int) -> Dispatch | None:
    """None for an agent who left or lost sight of the request since. Of a confidential request, only the number."""
    service_request = ServiceRequest.objects.locked(request_id)
    note = Note.objects.select_related("author").get(pk=note_id, request_id=request_id)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not policies.can_note(Actor.agent(user.pk), service_request):
        return None
    return post(
        key=colleagues.notice_key(note.pk, user.pk),
        commune_id=service_request.commune_id,
        kind=DispatchKind.NOTICE,
        template="note-a-un-collegue",
        to_address=user.email,
        to_name=user.display_name,
        variables=_values(service_request, note),
        from_service_id=service_request.service_id,
        subject_kind="request",
        subject_ref=str(service_request.pk),
        confidential=service_request.confidential,
        reply_kind=ReplyKind.INTERNAL,
        reply_agent_ref=user.pk,
    )


def _values(service_request: ServiceRequest, note: Note) -> dict[str, str]:
    secret = service_request.confidential
    author = _("Un collègue") if secret else note.author.display_name
    text = "" if secret else note.text
    values = variables.of_request(service_request, texte=text, signature=author, for_service=True)
    return {**values, "demarche": "", "objet": ""} if secret else values
