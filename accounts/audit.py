"""The log of configuration changes (django-auditlog): which field, who, when; never what a personal field said."""

from __future__ import annotations

from auditlog.registry import auditlog
from django.db import models

HIDDEN = "•••"


def hide(value: str) -> str:
    """The whole value; the library’s own mask shows half of it."""
    return HIDDEN if value and value != "None" else ""


def watch(model: type[models.Model], *, hidden: tuple[str, ...] = (), ignored: tuple[str, ...] = ()) -> None:
    """Registers a configuration model. Citizens, requests, messages and files are never given to this function."""
    auditlog.register(
        model, mask_fields=list(hidden), exclude_fields=list(ignored), mask_callable="accounts.audit.hide"
    )
