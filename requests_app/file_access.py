"""Who reads the files of drafts, requests, messages and decisions: whoever may read what they belong to."""

from __future__ import annotations

from citizens import policies as people_policies
from citizens.models import Mandate
from core.actor import Actor
from files import policies as file_policies
from files.enums import OwnerKind
from files.models import StoredFile
from messaging.enums import DispatchKind
from messaging.models import Dispatch
from messaging.subjects import standings
from organisation.access import access_of
from procedures.models import Procedure
from requests_app import policies
from requests_app.models import Decision, Draft, Message, ServiceRequest
from requests_app.operations.tell_mandate import SUBJECT
from requests_app.protected import hides_address, hides_file


def _request(actor: Actor, stored: StoredFile) -> bool:
    found = ServiceRequest.objects.filter(pk=stored.owner_id or 0).first()
    return (found is not None and _opens(actor, found, stored)) or _shared(actor, stored)


def _opens(actor: Actor, found: ServiceRequest, stored: StoredFile) -> bool:
    return policies.can_view(actor, found) and not hides_file(found, stored, actor)


def _shared(actor: Actor, stored: StoredFile) -> bool:
    """A document of a letter that was split is read in each of the parts it was given to."""
    parts = ServiceRequest.objects.filter(shared_files__file=stored.pk)
    return any(_opens(actor, part, stored) for part in parts)


def _message(actor: Actor, stored: StoredFile) -> bool:
    found = Message.objects.select_related("request").filter(pk=stored.owner_id or 0).first()
    return found is not None and _opens(actor, found.request, stored)


def _decision(actor: Actor, stored: StoredFile) -> bool:
    decisions = Decision.objects.select_related("request__procedure_version", "request__commune")
    found = decisions.filter(pk=stored.owner_id or 0).first()
    if found is None or not policies.can_view(actor, found.request):
        return False
    return not (policies.is_person(actor) and policies.record_withheld(found.request))


def _draft(actor: Actor, stored: StoredFile) -> bool:
    found = Draft.objects.filter(pk=stored.owner_id or 0).first()
    if found is None:
        return False
    return actor == policies.draft_holder(found) or (actor.is_agent and actor.ref == found.entered_by)


def _dispatch(actor: Actor, stored: StoredFile) -> bool:
    """What was sent about a request, for those who read the request; a service notice is not the person's."""
    letter = Dispatch.objects.filter(pk=stored.owner_id or 0, subject_kind=SUBJECT).first()
    if letter is not None:
        return actor.is_agent and standings(actor, [letter])[letter.pk].visible
    sent = Dispatch.objects.filter(pk=stored.owner_id or 0, subject_kind="request").first()
    if sent is None or (not actor.is_agent and sent.kind == DispatchKind.SERVICE_NOTICE):
        return False
    found = ServiceRequest.objects.filter(pk=int(sent.subject_ref)).first()
    if found is None or not policies.can_view(actor, found):
        return False
    # A letter bears the address: in its window, in its mentions.
    return not hides_address(found, actor)


def _mandate(actor: Actor, stored: StoredFile) -> bool:
    """Its document, for agents for whom both people exist, and the procedure when it names a confidential one."""
    found = Mandate.objects.select_related("principal", "mandatary").filter(pk=stored.owner_id or 0).first()
    if found is None or not actor.is_agent:
        return False
    both = all(people_policies.can_view(actor, one) for one in (found.principal, found.mandatary))
    secret = Procedure.objects.filter(commune_id=found.principal.commune_id, code=found.procedure, confidential=True)
    return both and not secret.exclude(service_id__in=access_of(actor).confidential_ids).exists()


def register() -> None:
    file_policies.register(OwnerKind.MANDATE, _mandate)
    file_policies.register(OwnerKind.REQUEST, _request)
    file_policies.register(OwnerKind.MESSAGE, _message)
    file_policies.register(OwnerKind.DECISION, _decision)
    file_policies.register(OwnerKind.DRAFT, _draft)
    file_policies.register(OwnerKind.DISPATCH, _dispatch)
