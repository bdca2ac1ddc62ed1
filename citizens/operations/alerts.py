from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citizens import policies
from citizens.enums import AlertKind
from citizens.models import PersonAlert
from citizens.operations.locking import open_person
from core import calendar
from core.actor import Actor
from core.errors import Forbidden, Refused

LONGEST = timedelta(days=366)


@transaction.atomic
def raise_alert(citizen_id: int, *, kind: str, until_on: date | None, by: Actor) -> PersonAlert:
    """What the next agent must know, from the closed list, for a year at most. The same alert again moves its end."""
    citizen = open_person(citizen_id, by)
    if by.user_id is None:
        raise Forbidden(_("Seul un agent pose une alerte."))
    if kind not in AlertKind.values:
        raise Refused(_("Choisissez une alerte de la liste."))
    today = calendar.today(citizen.commune)
    if until_on is None or until_on < today:
        raise Refused(_("Dites jusqu’à quel jour vaut cette alerte : une date à venir."))
    if until_on > today + LONGEST:
        raise Refused(_("Une alerte dure un an au plus ; elle pourra être posée à nouveau."))
    alert = PersonAlert.objects.select_for_update().filter(citizen=citizen, kind=kind, ended_at__isnull=True).first()
    if alert is not None and alert.until_on >= today:
        alert.until_on, alert.author_id = until_on, by.user_id
        alert.save(update_fields=["until_on", "author"])
        return alert
    if alert is not None:
        alert.ended_at = timezone.now()
        alert.save(update_fields=["ended_at"])
    return PersonAlert.objects.create(citizen=citizen, kind=kind, until_on=until_on, author_id=by.user_id)


@transaction.atomic
def end_alert(alert_id: int, *, by: Actor) -> PersonAlert:
    """Before its day. Twice is once."""
    found = PersonAlert.objects.select_for_update(of=("self",)).select_related("citizen").filter(pk=alert_id)
    alert = found.first()
    if alert is None or not policies.can_view(by, alert.citizen):
        raise Forbidden(_("Cette alerte n’existe pas."))
    policies.require(policies.can_edit(by, alert.citizen))
    if alert.ended_at is None:
        alert.ended_at, alert.ended_by_id = timezone.now(), by.user_id
        alert.save(update_fields=["ended_at", "ended_by"])
    return alert
