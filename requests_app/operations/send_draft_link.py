"""The link of a draft, to the address its holder types: nothing of the draft is in the mail but the way back to it."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar
from core.errors import Refused
from messaging.enums import DispatchKind
from messaging.models import Dispatch
from messaging.operations import post
from requests_app import variables
from requests_app.models import Draft

# Django refuses more in an address; RFC 5321 too.
LONGEST_ADDRESS = 254


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
