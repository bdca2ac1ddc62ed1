"""Requests in the search: the words that find one, and who may find it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from citizens.enums import ContactKind
from citizens.models import ContactPoint
from citizens.policies import register_reach
from core import reindexing, search
from core.actor import Actor
from organisation.access import access_of
from requests_app import protected
from requests_app.models import ServiceRequest
from requests_app.reading.answers import answers


def words_of(service_request: ServiceRequest, *, is_protected: bool | None = None) -> str:
    """Number, title, person, phones, address and answers, as typed: the index folds them. No protected address."""
    sections, place = answers(service_request), service_request.address_text
    if protected.is_protected(service_request) if is_protected is None else is_protected:
        sections, place = protected.masked(sections, protected.addresses_of(service_request), ""), ""
    found = [row.value for section in sections for row in section.rows]
    contacts: list[str] = []
    if service_request.citizen_id:
        points = ContactPoint.objects.filter(citizen_id=service_request.citizen_id)
        contacts = list(points.exclude(kind=ContactKind.POSTAL).values_list("value", flat=True))
    name = service_request.citizen.display_name if service_request.citizen else ""
    parts = [
        service_request.number,
        service_request.title,
        service_request.procedure.title,
        name,
        service_request.reply_name,
        service_request.reply_email,
        place,
        *contacts,
        *found,
    ]
    return " ".join(part for part in parts if part)


def visible_entries(actor: Actor) -> Q:
    """``policies.visible_to`` over search entries: what one may not read is not found either."""
    if not actor.is_agent:
        return Q(pk__in=())
    access = access_of(actor)
    unveiled = access.service_ids & access.confidential_ids
    return Q(commune_id=access.commune_id, held=False) & (
        Q(confidential=False, service_ref__in=access.service_ids) | Q(confidential=True, service_ref__in=unveiled)
    )


def people_of_confidential_requests(actor: Actor) -> QuerySet[ServiceRequest, int | None]:
    """Who is known by a confidential request that this actor may read: for them alone the veil of a person lifts."""
    found = ServiceRequest.objects.visible_to(actor).filter(confidential=True, citizen__isnull=False)
    return found.values_list("citizen_id", flat=True)


def rewrite(request_id: int) -> None:
    from requests_app.operations import saving

    saving.index(ServiceRequest.objects.get(pk=request_id))


def register() -> None:
    reindexing.register("request", ServiceRequest.objects.all, rewrite)
    search.register_visibility("request", visible_entries)
    register_reach(people_of_confidential_requests)
