"""A lost call becomes a call-back, once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from channels_app import call_policies
from channels_app.models import PhoneCall
from core.actor import Actor
from core.errors import Forbidden, Refused
from core.templatetags.grc_dates import heure
from organisation.access import access_of
from requests_app import operations as requests
from requests_app.enums import TaskKind
from requests_app.models import Task


@transaction.atomic
def call_back(call_id: int, *, by: Actor) -> Task:
    """Due today, in the service of who clicks; the same task however often. Raises Refused, Forbidden."""
    call = PhoneCall.objects.locked(call_id)
    if not call_policies.can_view(by, call):
        raise Forbidden(_("Cet appel n’est pas ouvert à votre poste."))
    if call.call_back is not None:
        return call.call_back
    if call.caller_hidden or not call.caller:
        raise Refused(_("Le numéro de cet appel n’est pas connu : il n’y a personne à rappeler."))
    if call.is_internal:
        raise Refused(_("Cet appel vient d’un poste de la mairie : rappelez le %s.") % call.caller)
    call.call_back = requests.open_task(
        kind=TaskKind.CALL_BACK,
        service_id=_service_of(by),
        citizen_id=call.citizen_id,
        phone=call.caller,
        subject=_("Appel perdu à %s") % heure(timezone.localtime(call.started_at)),
        by=by,
    )
    call.save(update_fields=["call_back"])
    return call.call_back


def _service_of(by: Actor) -> int:
    access = access_of(by)
    mine = sorted(access.counter_ids) or sorted(access.service_ids)
    if not mine:
        raise Forbidden(_("Aucun service ne vous est ouvert : demandez à l’administrateur."))
    return mine[0]
