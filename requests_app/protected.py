"""What a request tells of a protected address: to the agents named for it alone, and to no search."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from citizens import policies as people_policies
from citizens.enums import ContactKind
from citizens.models import Citizen, ContactPoint
from citizens.querysets import person_set
from core.actor import Actor
from files.enums import OwnerKind
from files.models import StoredFile
from procedures.enums import FieldKind
from procedures.form_engine import Form, Row, Section
from requests_app.models import ServiceRequest
from requests_app.rules import hiding

PLACES = frozenset({FieldKind.ADDRESS, FieldKind.POINT})


def people_of(service_request: ServiceRequest) -> set[int]:
    """Whoever it is for, and whoever came for them: the address may be that of either."""
    return {pk for pk in (service_request.citizen_id, service_request.filed_by_id) if pk}


def is_protected(service_request: ServiceRequest) -> bool:
    """Someone of this request has a protected address: nothing of it is indexed."""
    return bool(people_policies.protected_among(people_of(service_request)))


def hides_address(service_request: ServiceRequest, by: Actor) -> bool:
    """True for every agent but the named ones; a person reads what they wrote."""
    return by.is_agent and bool(people_policies.hidden_among(by, people_of(service_request)))


def hides_file(service_request: ServiceRequest, stored: StoredFile, by: Actor) -> bool:
    """The pages of a letter, bound by the town, bear the address of who wrote; what a person joins is a document to
    examine, and stays open to who examines."""
    return is_bound_letter(stored) and hides_address(service_request, by)


def is_bound_letter(stored: StoredFile) -> bool:
    """The program wrote it itself, and it came in."""
    return stored.owner_kind in (OwnerKind.REQUEST, OwnerKind.MESSAGE) and bool(stored.metadata.get("own"))


def why_file_is_hidden() -> str:
    return _("Ce courrier porte une adresse protégée : les agents nommés peuvent l’ouvrir.")


def requests_hidden_from(by: Actor, found: Iterable[ServiceRequest]) -> set[int]:
    """Primary keys of those whose address this agent may not read, in two queries."""
    people = {one.pk: people_of(one) for one in found}
    hidden = people_policies.hidden_among(by, set().union(*people.values())) if by.is_agent else set()
    return {pk for pk, ids in people.items() if ids & hidden}


def label() -> str:
    return _("Adresse protégée")


def addresses_of(service_request: ServiceRequest) -> list[hiding.Words]:
    """Every street that is known of these people or was written in this request: for what every agent finds and
    lists."""
    return hiding.streets([service_request.address_text, *_written(service_request, frozenset())])


def own_addresses_of(service_request: ServiceRequest) -> list[hiding.Words]:
    """The streets where these people may be found: not the place of what they report in the street."""
    return hiding.streets(_written(service_request, public_places(service_request)))


def streets_of(citizen_ids: Iterable[int]) -> list[str]:
    """The postal addresses the town knows of these people, on every row that is one of them."""
    found: list[str] = []
    for citizen in Citizen.objects.filter(pk__in=set(citizen_ids)):
        points = ContactPoint.objects.filter(citizen__in=person_set(citizen), kind=ContactKind.POSTAL)
        found += points.values_list("value", flat=True)
    return found


def public_places(service_request: ServiceRequest) -> frozenset[str]:
    """Keys of the places that statistics keep: of a hole or a lamp post, not of somebody."""
    form = Form.from_definition(service_request.procedure_version.definition)
    return frozenset(one.key for one in form.fields if one.kind == FieldKind.POINT and one.kept_in_statistics)


def _written(service_request: ServiceRequest, left_out: frozenset[str]) -> list[str]:
    form = Form.from_definition(service_request.procedure_version.definition)
    rows = [row for section in form.display(service_request.answers) for row in section.rows]
    answered = [row.value for row in rows if row.kind in PLACES and row.key not in left_out]
    return [service_request.reply_postal, *answered, *streets_of(people_of(service_request))]


def place_told(service_request: ServiceRequest) -> str:
    """Where it happens, for who has to mend it; never where these people live. Empty where nothing may be told."""
    if not public_places(service_request):
        return ""
    own = own_addresses_of(service_request)
    return "" if hiding.names(service_request.address_text, own) else service_request.address_text


def told_to_others(sections: list[Section], service_request: ServiceRequest) -> list[Section]:
    """The answers on the page, for an agent who is not named: without any address of these people."""
    places = public_places(service_request)
    return masked(sections, own_addresses_of(service_request), label(), places)


def in_words(text: str, service_request: ServiceRequest) -> str:
    """A title or a message, without the streets of these people."""
    return hiding.without(text, addresses_of(service_request), label())


def masked(
    sections: list[Section], hidden: list[hiding.Words], instead: str, told: frozenset[str] = frozenset()
) -> list[Section]:
    """The same answers without any place but those told, and without these streets in the other words."""
    return [
        replace(section, rows=[replace(row, value=_masked(row, hidden, instead, told)) for row in section.rows])
        for section in sections
    ]


def _masked(row: Row, hidden: list[hiding.Words], instead: str, told: frozenset[str]) -> str:
    if row.kind in PLACES and (row.key not in told or hiding.names(row.value, hidden)):
        return instead
    return hiding.without(row.value, hidden, instead)


def subject_without_place(form: Form, answers: Mapping[str, Any]) -> str:
    """« Trou dans la chaussée » for « Trou dans la chaussée – 12 rue des Tanneurs »: titles are read in every list."""
    kinds = {field.key: field.kind for field in form.fields}
    return form.subject({key: value for key, value in answers.items() if kinds.get(key) not in PLACES})
