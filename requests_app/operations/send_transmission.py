"""The letter to the competent administration, with the file: what the person wrote, sent and was told; no note."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.enums import Channel
from core.templatetags.grc_dates import date_simple
from files.enums import QUARANTINE, OwnerKind
from files.models import StoredFile
from messaging.enums import DispatchKind
from messaging.models import Dispatch
from messaging.operations import post
from organisation.models import Administration
from requests_app import acknowledging, variables
from requests_app.all_files import documents
from requests_app.models import ServiceRequest, Transmission

LETTER = {"template": "letters/transmission.html", "name": "transmission.pdf", "title": "Transmission"}
FILE = {"template": "letters/dossier.html", "name": "demande.pdf", "title": "Demande", "data": "file"}


@transaction.atomic
def send_transmission(transmission_id: int) -> Dispatch:
    """By e-mail, or on paper; once, whatever is delivered twice."""
    sent = Transmission.objects.select_for_update(of=("self",)).select_related(
        "request__service__legal_entity", "administration", "transmitted_by"
    ).get(pk=transmission_id)  # fmt: skip
    if sent.dispatch is not None:
        return sent.dispatch
    service_request, target = sent.request, sent.administration
    files = [one for one in documents(service_request) if one.scan_state not in QUARANTINE]
    by_email = sent.channel == Channel.EMAIL
    sent.dispatch = post(
        key=f"transmission:{sent.pk}",
        commune_id=service_request.commune_id,
        # To the town’s colleagues elsewhere: its failure says nothing of how to reach the person.
        kind=DispatchKind.SERVICE_NOTICE,
        template="transmission-a-une-administration",
        channel=sent.channel,
        to_address=target.email if by_email else "\n".join([target.name, *target.postal_lines]),
        to_name=target.name,
        variables={**_words(sent), "mentions": _letter(sent, files), "file": _file(service_request, files)},
        attachments=[LETTER, FILE, *_enclosures(files)],
        from_service_id=service_request.service_id,
        subject_kind="request",
        subject_ref=str(service_request.pk),
        confidential=service_request.confidential,
    )
    sent.save(update_fields=["dispatch"])
    return sent.dispatch


def _words(sent: Transmission) -> dict[str, str]:
    """Neither the link nor the code of the person leaves the town."""
    values = variables.of_request(sent.request, texte=sent.reason, signature=_signature(sent), for_service=True)
    return {**values, "lien_agent": ""}


def _signature(sent: Transmission) -> str:
    user = sent.transmitted_by
    own = [user.signature_name, user.quality] if user else []
    return ", ".join(part for part in (*own, sent.request.service.name) if part)


def _letter(sent: Transmission, files: list[StoredFile]) -> dict[str, Any]:
    service_request, user = sent.request, sent.transmitted_by
    said = acknowledging.mentions(service_request)
    kept = ("number", "title", "procedure_title", "received_on", "service", "entity")
    return {
        **{name: said[name] for name in kept},
        "issued_on": sent.transmitted_on.isoformat(),
        "person": _addressee(sent.administration),
        "applicant": said["person"]["name"],
        "text": sent.reason,
        "enclosures": [one.name for one in files],
        "handled_by": {
            "name": user.signature_name if user else "",
            "quality": user.quality if user else "",
            "phone": service_request.service.phone,
        },
    }


def _addressee(target: Administration) -> dict[str, Any]:
    return {"name": target.name, "civility": "", "address_lines": target.postal_lines}


def _file(service_request: ServiceRequest, files: list[StoredFile]) -> dict[str, Any]:
    from requests_app.reading.answers import answers
    from requests_app.reading.story import PERSON, story

    said = acknowledging.mentions(service_request)
    names = {str(one.public_id): one.name for one in files if one.owner_kind == OwnerKind.REQUEST}
    sections = answers(service_request, names)
    person = {**said["person"], "email": service_request.reply_email, "phone": service_request.reply_phone}
    return {
        **{name: said[name] for name in ("number", "title", "procedure_title", "received_on", "service", "entity")},
        "channel_label": said["channel_label"],
        "person": person,
        "answers": [
            {"title": one.title, "rows": [{"label": row.label, "value": row.value} for row in one.rows]}
            for one in sections
        ],
        "story": [
            {"date": date_simple(item.on), "author": item.author, "label": item.title, "text": item.text}
            for item in story(service_request, PERSON)
        ],
        "documents": [{"title": one.name, "detail": ""} for one in files],
    }


def _enclosures(files: list[StoredFile]) -> list[dict[str, str]]:
    return [
        {"file": str(one.public_id), "name": f"piece-{rank}.pdf", "title": _("Pièce %d") % rank, "rank": str(rank)}
        for rank, one in enumerate(files, start=1)
    ]
