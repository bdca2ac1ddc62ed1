"""A letter becomes a request: its clocks run from the day any service of the town received it (L112-1, L114-3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from channels_app.models import PostalItem, ScanPage
from channels_app.operations.postal import handling, joining_request, numbers
from channels_app.operations.postal.register_postal_item import person as chosen_person
from channels_app.post.enums import ItemState
from citizens.enums import ContactKind
from citizens.models import Citizen
from citizens.operations import identify
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from files.enums import OwnerKind
from files.models import StoredFile
from procedures import queries
from procedures.form_engine import Form
from procedures.models import ProcedureVersion
from requests_app.models import ServiceRequest
from requests_app.operations import Arrival, Reply, register_request
from requests_app.rules.carrying import carried

_LONGEST_MESSAGE = 20_000


@transaction.atomic
def file_postal_item(
    item_id: int,
    *,
    by: Actor,
    sender: str,
    subject: str,
    received_on: dt.date | None = None,
    postmarked_on: dt.date | None = None,
    registered_letter: str = "",
    citizen_id: int | None = None,
    new_person: Mapping[str, str] | None = None,
    procedure_version_id: int | None = None,
    service_id: int | None = None,
    reply: Reply | None = None,
    revision: int | None = None,
) -> ServiceRequest:
    """« À qualifier », or the procedure the agent chose; the scan is a document of the request, which is acknowledged
    by letter or e-mail like any other.

    ``new_person`` holds ``family_name`` and ``first_names`` of who is not known yet; with neither, nobody is named.
    Raises Refused, Forbidden, Stale, IllegalMove.
    """
    item = handling.to_do(item_id, by=by, revision=revision)
    handling.describe(
        item,
        received_on=received_on,
        postmarked_on=postmarked_on,
        sender=sender,
        subject=subject,
        registered_letter=registered_letter,
    )
    if not item.sender or not item.subject:
        raise Refused(_("Indiquez l’expéditeur et l’objet avant d’enregistrer."))
    version = _version(item, procedure_version_id)
    postal = item.sender.partition(",")[2].strip()
    citizen = chosen_person(item, citizen_id) or _new_person(item, new_person, postal, version, by)
    document = joining_request.bound(item, OwnerKind.REQUEST)
    made = register_request(
        procedure_version_id=version.pk,
        channel=Channel.POST,
        answers=_answers(item, version, citizen, document),
        received_on=item.received_on,
        citizen_id=citizen.pk if citizen else None,
        reply=reply or _reply(item, citizen, postal),
        file_ids=[document.pk] if document else [],
        arrival=_arrival(item, version, service_id),
        by=by,
    )
    item.state, item.request, item.reason, item.citizen = ItemState.FILED, made, "", citizen
    item.service, item.confidential = made.service, made.confidential
    item.revision += 1
    numbers.register(item, by=by)
    return made


def _version(item: PostalItem, procedure_version_id: int | None) -> ProcedureVersion:
    if procedure_version_id is None:
        current = queries.system_procedure(item.commune).current
        assert current is not None  # noqa: S101 - narrows the type: the query asks for it
        return current
    version = ProcedureVersion.objects.select_related("procedure").filter(
        pk=procedure_version_id, procedure__commune_id=item.commune_id
    )
    found = version.first()
    if found is None or found.procedure.current_id != found.pk:
        raise Refused(_("Cette démarche n’est plus proposée : choisissez-en une autre."))
    return found


def _new_person(
    item: PostalItem, given: Mapping[str, str] | None, postal: str, version: ProcedureVersion, by: Actor
) -> Citizen | None:
    if not given or not given.get("family_name", "").strip():
        return None
    return identify(
        commune_id=item.commune_id,
        family_name=given["family_name"],
        first_names=given.get("first_names", ""),
        email=given.get("email", ""),
        phone=given.get("phone", ""),
        postal_address=postal,
        confidential=item.confidential or version.procedure.confidential or version.confidential,
        by=by,
    )


def _answers(
    item: PostalItem, version: ProcedureVersion, citizen: Citizen | None, document: StoredFile | None
) -> dict[str, Any]:
    """What « à qualifier » asks; a chosen procedure takes of it what its own form has a place for."""
    texts = ScanPage.objects.filter(item=item).order_by("position").values_list("text", flat=True)
    answers: dict[str, Any] = {
        "objet": item.subject,
        "message": "\n\n".join(text for text in texts if text)[:_LONGEST_MESSAGE],
        "documents": [str(document.public_id)] if document else [],
    }
    if citizen is not None:
        answers["identite"] = {"family_name": citizen.family_name, "first_names": citizen.first_names}
    answers = {key: value for key, value in answers.items() if value}
    if version.procedure.is_system:
        return answers
    arrival = queries.system_procedure(item.commune).current
    assert arrival is not None  # noqa: S101 - narrows the type: the query asks for it
    old, new = Form.from_definition(arrival.definition), Form.from_definition(version.definition)
    return carried(old, new, answers)


def _reply(item: PostalItem, citizen: Citizen | None, postal: str) -> Reply:
    """By letter to the address written on it, else to the one the town knows."""
    name = citizen.letter_name if citizen else item.sender.partition(",")[0].strip()
    if not postal and citizen is not None:
        known = citizen.contact_points.filter(kind=ContactKind.POSTAL).order_by("-pk").first()
        postal = known.value if known else ""
    return Reply(channel=Channel.POST, name=name[:200], postal=postal[:400])


def _arrival(item: PostalItem, version: ProcedureVersion, service_id: int | None) -> Arrival:
    """What nobody has qualified stays as secret as its letter, and with the service that may read it."""
    veiled = item.confidential and version.procedure.is_system
    if service_id is None:
        return Arrival(item.service_id, item.service_reason, confidential=True) if veiled else Arrival()
    reason = item.service_reason if service_id == item.proposed_service_id else ""
    return Arrival(service_id, reason or _("choisi à l’ouverture du courrier"), confidential=veiled)
