"""The three clocks of the header, read from a request."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from core import calendar
from requests_app.enums import Phase
from requests_app.models import ServiceRequest
from requests_app.operations import seizes
from requests_app.rules.clocks import Clock, Facts, header


def clocks(service_request: ServiceRequest, on: dt.date | None = None) -> list[Clock]:
    """Acknowledgement, silence worth refusal, silence worth acceptance; ``on`` is today unless said."""
    facts = Facts(
        received_on=service_request.received_on,
        silence=service_request.silence,
        period=service_request.period,
        rejection_due=service_request.rejection_due,
        acceptance_due=service_request.acceptance_due,
        ar_due=service_request.ar_due,
        ar_due_on=service_request.ar_due_on,
        ar_sent_on=service_request.ar_sent_on,
        ar_not_due_reason=_why_not_due(service_request),
        decided_on=service_request.decided_on,
        ended_on=service_request.closed_on,
        regime_confirmed=service_request.regime_confirmed,
    )
    return header(facts, on or calendar.today(service_request.commune))


def _why_not_due(service_request: ServiceRequest) -> str:
    if service_request.is_anonymous:
        return _("Demande anonyme : personne à qui l’adresser")
    if service_request.phase == Phase.SET_ASIDE:
        return _("Demande écartée : rien n’est dû (L112-3)")
    version = service_request.procedure_version
    if version.ar_due and not seizes(service_request.channel, version):
        return _("Le courriel ne saisit pas la mairie pour cette démarche (L112-9)")
    return service_request.procedure_version.ar_not_due_reason
