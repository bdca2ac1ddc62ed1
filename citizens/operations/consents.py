from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citizens import policies
from citizens.models import Citizen, Consent
from citizens.querysets import person_set
from core.actor import Actor
from core.errors import Forbidden


@transaction.atomic
def give_consent(citizen_id: int, *, purpose: str, text_version: str, channel: str = "", by: Actor) -> Consent:
    """The person agreed to this text for this purpose; a new version of the text replaces the former consent."""
    citizen = _open(citizen_id, by)
    standing = Consent.objects.select_for_update().filter(citizen=citizen, purpose=purpose, withdrawn_at__isnull=True)
    known = standing.first()
    if known is not None and known.text_version == text_version:
        return known
    standing.update(withdrawn_at=timezone.now())
    return Consent.objects.create(citizen=citizen, purpose=purpose, text_version=text_version, channel=channel)


@transaction.atomic
def withdraw_consent(citizen_id: int, *, purpose: str, by: Actor) -> int:
    """As easy as giving it (GDPR art. 7(3)): for every row that is this person; returns how many were standing."""
    citizen = _open(citizen_id, by)
    standing = Consent.objects.filter(citizen__in=person_set(citizen), purpose=purpose, withdrawn_at__isnull=True)
    return standing.update(withdrawn_at=timezone.now())


def _open(citizen_id: int, by: Actor) -> Citizen:
    citizen = Citizen.objects.select_for_update(of=("self",)).filter(pk=citizen_id).first()
    if citizen is None or not policies.can_view(by, citizen):
        raise Forbidden(_("Cette fiche n’existe pas."))
    return citizen
