"""The link of a draft, to the address its holder types: nothing of the draft is in the mail but the way back to it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar
from core.enums import Channel
from core.errors import Refused
from messaging.enums import DispatchKind
from messaging.models import Dispatch
from messaging.operations import post
from organisation.presence import hours_for_letters
from procedures.cards import presence
from procedures.form_engine import say
from requests_app import variables
from requests_app.models import Draft

# Django refuses more in an address; RFC 5321 too.
LONGEST_ADDRESS = 254
LETTER = {"template": "letters/prepared_draft.html", "name": "demande-preparee.pdf", "title": "Demande préparée"}


@transaction.atomic
def send_draft_link(draft_id: int, email: str) -> Dispatch:
    """One envelope an hour for each draft and address, however often it is asked. Raises Refused on a bad address."""
    draft = Draft.objects.select_related("commune", "procedure_version__procedure").get(pk=draft_id)
    if draft.is_sent:
        raise Refused(_("Cette demande est déjà envoyée : le lien de suivi est dans l’accusé de réception."))
    address = checked_address(email)
    digest = hashlib.sha256(address.lower().encode()).hexdigest()[:16]
    return post(
        key=f"draft:{draft.pk}:{digest}:{calendar.now():%Y%m%d%H}",
        commune_id=draft.commune_id,
        kind=DispatchKind.NOTICE,
        template="brouillon-a-reprendre",
        to_address=address,
        variables=variables.of_draft(draft),
        subject_kind="draft",
        subject_ref=str(draft.pk),
        confidential=draft.procedure_version.procedure.confidential,
    )


@transaction.atomic
def send_draft_letter(draft_id: int, *, name: str, postal: str) -> Dispatch:
    """The same way back, on paper, for whoever has no e-mail: ended at the counter or on a screen.

    One letter an hour for each draft.
    """
    draft = Draft.objects.select_related("commune", "procedure_version__procedure__service").get(pk=draft_id)
    values = variables.of_draft(draft)
    return post(
        key=f"draft:{draft.pk}:post:{calendar.now():%Y%m%d%H}",
        commune_id=draft.commune_id,
        kind=DispatchKind.NOTICE,
        template="brouillon-a-reprendre",
        channel=Channel.POST,
        to_address=postal,
        to_name=name,
        variables={**values, "mentions": draft_mentions(draft, name=name, postal=postal)},
        attachments=[LETTER],
        from_service_id=draft.procedure_version.procedure.service_id,
        subject_kind="draft",
        subject_ref=str(draft.pk),
        confidential=draft.procedure_version.procedure.confidential,
    )


def draft_mentions(draft: Draft, *, name: str = "", postal: str = "") -> dict[str, Any]:
    """What the letter and the sheet say: the way back, and where to come when presence is needed."""
    version = draft.procedure_version
    procedure = version.procedure
    service, come = procedure.service, presence(version)
    lines = [line.strip() for line in postal.replace(",", "\n").splitlines() if line.strip()]
    return {
        "procedure_title": procedure.title,
        "title": procedure.title,
        "resume_url": f"{settings.PUBLIC_URL}/brouillon/{draft.public_id}/",
        "number": draft.resume_code,
        "resume_code": draft.resume_code,
        "resume_page": f"{settings.PUBLIC_URL}/brouillon/reprendre".partition("://")[2],
        "expires_on": draft.expires_on.isoformat(),
        "presence": {"why": come.why, "where": come.where} if come and come.required else None,
        "documents_wanted": [say(one["text"]) for one in version.definition["page"].get("documents", ())],
        "person": {"name": name, "civility": "", "address_lines": lines},
        "service": {
            "name": service.name,
            "address": ", ".join(service.postal_lines),
            "phone": service.phone,
            "email": service.email,
            "hours": hours_for_letters(service, calendar.today(service.commune)),
        },
    }


def checked_address(email: str) -> str:
    """Without its spaces; raises Refused with what to write."""
    address = (email or "").strip()
    if not address:
        raise Refused(_("Écrivez votre adresse électronique, par exemple prenom.nom@exemple.fr."))
    try:
        validate_email(address[: LONGEST_ADDRESS + 1])
    except ValidationError as error:
        raise Refused(
            _("Cette adresse électronique n’est pas complète. Écrivez-la comme prenom.nom@exemple.fr.")
        ) from error
    return address
