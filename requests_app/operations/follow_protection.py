"""A person’s address became protected, or is no more: titles and search entries of their requests follow."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from citizens.models import Citizen, PersonMerge
from citizens.querysets import person_set
from procedures.form_engine import Form
from requests_app import protected
from requests_app.models import ServiceRequest
from requests_app.operations import saving


@transaction.atomic
def follow_protection(citizen_id: int) -> int:
    """Twice is once. A title that an agent wrote stays, without the streets. Returns how many requests were gone
    through."""
    rows = person_set(Citizen.objects.get(pk=citizen_id)).values("pk")
    theirs = ServiceRequest.objects.filter(Q(citizen__in=rows) | Q(filed_by__in=rows)).order_by("pk")
    pks = list(theirs.values_list("pk", flat=True))
    for pk in pks:
        service_request = ServiceRequest.objects.locked(pk)
        _retitle(service_request)
        saving.index(service_request)
    return len(pks)


def follow_merge_of_people(merge_id: int) -> None:
    """One of them may be protected: the requests of both follow, together or apart again."""
    merge = PersonMerge.objects.get(pk=merge_id)
    follow_protection(merge.kept_id)
    follow_protection(merge.merged_id)


def _retitle(service_request: ServiceRequest) -> None:
    title = title_of(service_request)
    if title != service_request.title:
        service_request.title = title
        saving.settle(service_request, "title")


def title_of(service_request: ServiceRequest, *, is_protected: bool | None = None) -> str:
    """The title to bear: told whole, or without what a protected address would tell. Lists show it to everybody."""
    if is_protected is None:
        is_protected = protected.is_protected(service_request)
    form = Form.from_definition(service_request.procedure_version.definition)
    told = form.subject(service_request.answers)[:200]
    if not is_protected and service_request.title == (told or service_request.title):
        return service_request.title
    discreet = protected.subject_without_place(form, service_request.answers) or service_request.procedure.title
    discreet = protected.in_words(discreet, service_request)[:200]
    if not is_protected:
        return told if told and service_request.title == discreet else service_request.title
    if service_request.title == told:
        return discreet
    return protected.in_words(service_request.title, service_request)[:200]
