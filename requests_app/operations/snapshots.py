"""What a request had before it was moved, kept as JSON and given back as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from requests_app.models import ServiceRequest

DATES = frozenset({"rejection_due", "acceptance_due", "target_on", "next_alert_on"})


def take(service_request: ServiceRequest, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(service_request, name) for name in names}


def read(kept: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Dates come back as dates: JSON had made them text."""
    return {name: _typed(name, kept[name]) for name in names if name in kept}


def _typed(name: str, value: Any) -> Any:
    return dt.date.fromisoformat(value) if isinstance(value, str) and name in DATES else value


def give_back(service_request: ServiceRequest, values: Mapping[str, Any]) -> list[str]:
    """Sets the fields; returns their names, for the caller saves them."""
    for name, value in values.items():
        setattr(service_request, name, value)
    return list(values)
