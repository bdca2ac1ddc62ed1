"""The legal regime of a version, copied to a request and never recomputed: its dates run from the day of receipt."""

from __future__ import annotations

from core.calendar import Period, PeriodUnit
from procedures.models import ProcedureVersion
from requests_app.models import ServiceRequest
from requests_app.rules.deadlines import legal_dates

FIELDS = (
    "silence", "period_count", "period_unit", "regime_text", "regime_confirmed", "rejection_due", "acceptance_due",
)  # fmt: skip


def copy(service_request: ServiceRequest, version: ProcedureVersion) -> None:
    """Silence, period, text and the one date at which silence decides (CRPA L231-1 to L231-6)."""
    service_request.silence = version.silence
    service_request.period_count, service_request.period_unit = version.period_count, version.period_unit
    service_request.regime_text, service_request.regime_confirmed = version.regime_text, version.regime_confirmed
    period = Period(version.period_count, PeriodUnit(version.period_unit)) if version.period_count else None
    legal = legal_dates(version.silence, period, service_request.received_on)
    service_request.rejection_due, service_request.acceptance_due = legal.rejection_due, legal.acceptance_due
