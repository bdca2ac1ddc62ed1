"""The three clocks of the header, read from a request."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from core import calendar
from requests_app.models import ServiceRequest
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
    return service_request.procedure_version.ar_not_due_reason
