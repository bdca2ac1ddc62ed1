"""What an acknowledgement must say (CRPA R112-5, R112-11-1), built from structured fields, never typed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from core import calendar
from core.enums import Channel
from files.models import StoredFile
from organisation import presence
from organisation.models import Service
from procedures.appeals import appeal_mentions
from procedures.enums import Silence
from procedures.form_engine import say
from requests_app.models import ServiceRequest

Mentions = dict[str, Any]


def follow_url(service_request: ServiceRequest) -> str:
    """The link that opens everything: given or sent to the person only."""
    return f"{settings.PUBLIC_URL}/suivi/{service_request.link_token}/"


def follow_page() -> str:
    """The address to type, without its protocol: « admiville.example/suivi »."""
    return f"{settings.PUBLIC_URL}/suivi".partition("://")[2]


def fingerprint(mentions: Mentions) -> str:
    """sha256 of the canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(mentions, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def registration_mentions(service_request: ServiceRequest, *, with_files: bool = True) -> Mentions:
    """The registration receipt (AEE): what was received, when, by whom it is handled. ``with_files``: False where
    nothing was joined, which spares a question."""
    return _plain(
        {
            "number": service_request.number,
            "title": service_request.title,
            "procedure_title": service_request.procedure.title,
            "received_on": service_request.received_on,
            "received_at": service_request.received_at,
            "channel_label": str(Channel(service_request.channel).label),
            "service": _service(service_request),
            "documents": _documents(service_request) if with_files else [],
            "answers_sha256": fingerprint(service_request.answers),
        }
    )


def mentions(service_request: ServiceRequest) -> Mentions:
    """Everything the acknowledgement of receipt prints, as plain JSON values."""
    version = service_request.procedure_version
    return _plain(
        {
            "number": service_request.number,
            "spoken_code": service_request.spoken_code,
            "deposit_code": service_request.deposit_code,
            "follow_url": follow_url(service_request),
            "follow_page": follow_page(),
            "received_on": service_request.received_on,
            "title": service_request.title,
            "procedure_title": service_request.procedure.title,
            "channel_label": _by_channel(service_request.channel),
            "person": _person(service_request),
            "service": _service(service_request),
            "entity": _entity(service_request),
            "silence": service_request.silence,
            "decision_due_on": service_request.legal_due,
            "target_on": service_request.target_on,
            "legal_text": service_request.regime_text,
            "conditional": _("sous réserve que la demande soit complète") if service_request.legal_due else "",
            "confirmed": service_request.regime_confirmed,
            "appeal": _appeal(service_request),
            # L232-3: the right to a certificate goes with implied acceptance only
            "certificate": service_request.silence == Silence.ACCEPTANCE,
            "alternatives": _alternatives(version.definition),
            "notice": _notice(service_request),
            "documents": _documents(service_request),
            "answers": _answers(service_request),
        }
    )


def _plain(value: Mentions) -> Mentions:
    """As it will be read back from the database: ISO dates, strings."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _by_channel(channel: str) -> str:
    words = {
        Channel.WEB: _("par internet"),
        Channel.PHONE: _("par téléphone"),
        Channel.COUNTER: _("au guichet"),
        Channel.POST: _("par courrier"),
        Channel.EMAIL: _("par courriel"),
        Channel.API: _("par échange de données"),
    }
    return words[Channel(channel)]


def _person(service_request: ServiceRequest) -> Mentions:
    citizen = service_request.citizen
    lines = [line.strip() for line in service_request.reply_postal.splitlines() if line.strip()]
    if citizen is None:
        return {"name": service_request.reply_name, "civility": "", "address_lines": lines}
    return {"name": citizen.letter_name, "civility": citizen.get_civility_display(), "address_lines": lines}


def _service(service_request: ServiceRequest) -> Mentions:
    return service_mentions(service_request.service)


def service_mentions(service: Service) -> Mentions:
    return {
        "name": service.name,
        "address": ", ".join(service.postal_lines),
        "address_lines": service.postal_lines,
        "phone": service.phone,
        "email": service.email,
        "hours": presence.hours_for_letters(service, calendar.today(service.commune)),
    }


def _entity(service_request: ServiceRequest) -> Mentions:
    entity = service_request.procedure.legal_entity
    return {
        "name": entity.name,
        "address": entity.postal_address,
        "address_lines": entity.postal_lines,
        "phone": entity.phone,
        "email": entity.email,
        "representative": entity.representative,
    }


def _appeal(service_request: ServiceRequest) -> Mentions:
    """Ways and time-limits, data of the procedure: printed when silence or a decision can be a refusal."""
    if service_request.silence != Silence.REJECTION:
        return {}
    return appeal_of(service_request)


def appeal_of(service_request: ServiceRequest) -> Mentions:
    """{"intro", "ways": [{"title", "text"}], "reasons"}: also printed under every refusal."""
    return appeal_mentions(service_request.procedure_version)


def appeal_text(service_request: ServiceRequest) -> str:
    """The same as one text, frozen in a decision; empty when the procedure names no appeal."""
    appeal = appeal_of(service_request)
    ways = [
        f"– {way['title']} : {way['text']}" if way.get("title") else f"– {way['text']}"
        for way in appeal.get("ways", ())
    ]
    return "\n".join(part for part in (appeal.get("intro", ""), *ways) if part)


def _alternatives(definition: dict[str, Any]) -> list[str]:
    """The other doors than the web (CE 3 June 2022, no. 452798)."""
    return [say(sentence) for sentence in definition.get("alternatives", ())]


def _notice(service_request: ServiceRequest) -> Mentions:
    entity = service_request.procedure.legal_entity
    text = _(
        "Vos données. %(entity)s les utilise pour instruire votre demande ; seul le service qui la traite les lit. "
        "Accès, rectification, opposition : %(dpo)s. Réclamation : CNIL, 3 place de Fontenoy, TSA 80715, "
        "75334 Paris Cedex 07."
    ) % {"entity": entity.name, "dpo": entity.dpo_email or entity.email}
    return {"text": text, "version": service_request.notice_version}


def _documents(service_request: ServiceRequest) -> list[str]:
    return list(StoredFile.objects.of("request", service_request.pk).order_by("pk").values_list("name", flat=True))


def _answers(service_request: ServiceRequest) -> list[Mentions]:
    from requests_app.reading.answers import answers

    files = StoredFile.objects.of("request", service_request.pk).values_list("public_id", "name")
    names = {str(public_id): name for public_id, name in files}
    return [
        {"title": section.title, "rows": [{"label": row.label, "value": row.value} for row in section.rows]}
        for section in answers(service_request, names)
    ]
