"""The mailboxes a town starts with: its own address, then that of each service."""

from __future__ import annotations

from django.db import transaction

from channels_app.models import Mailbox
from core.models import Commune
from organisation.models import Service
from procedures import queries


@transaction.atomic
def open_mailboxes(commune_id: int) -> int:
    """Fed by ``ingest_email`` until somebody gives them an IMAP server; returns how many were new. Twice is once."""
    commune = Commune.objects.get(pk=commune_id)
    known = {commune.email.lower(): queries.system_procedure(commune).service}
    for service in Service.objects.filter(commune=commune, is_active=True).order_by("order"):
        known.setdefault(service.email.lower(), service)
    known.pop("", None)
    created = 0
    for address, service in known.items():
        is_main = address == commune.email.lower() and Mailbox.objects.main(commune_id) is None
        defaults = {"commune": commune, "service": service, "is_main": is_main}
        created += Mailbox.objects.get_or_create(address=address, defaults=defaults)[1]
    return created
