"""What was asked, in the words of the form it came by; and what was written before its procedure was known."""

from __future__ import annotations

from collections.abc import Mapping

from procedures.form_engine import Section
from procedures.published import form_of
from requests_app.models import ServiceRequest


def arrival(service_request: ServiceRequest, names: Mapping[str, str] | None = None) -> list[Section]:
    """As it came in, when it was qualified afterwards; else nothing."""
    version = service_request.arrival_version
    if version is None:
        return []
    return form_of(version).display(service_request.arrival_answers, dict(names or {}))


def answers(service_request: ServiceRequest, names: Mapping[str, str] | None = None) -> list[Section]:
    """Every section, what was written first before what the form of the procedure asks. ``names``: of the files."""
    form = form_of(service_request.procedure_version)
    known = dict(names or {})
    return [*arrival(service_request, known), *form.display(service_request.answers, known)]
