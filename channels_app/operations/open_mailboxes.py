"""The mailboxes a town starts with: its own address, then that of each service."""

from __future__ import annotations

from django.db import transaction

from channels_app.models import Mailbox
from core.models import Commune
from organisation.models import Service
from procedures import queries
from procedures.models import Procedure


@transaction.atomic
def open_mailboxes(commune_id: int) -> int:
    """Fed by ``ingest_email`` until somebody gives them an IMAP server; returns how many were new. Twice is once.

    That of a service with one confidential procedure is bound to it, so that every mail there is confidential at once
    and its writer learns which doors file a request.
    """
    commune = Commune.objects.get(pk=commune_id)
    known = {commune.email.lower(): queries.system_procedure(commune).service}
    for service in Service.objects.filter(commune=commune, is_active=True).order_by("order"):
        known.setdefault(service.email.lower(), service)
    known.pop("", None)
    created = 0
    for address, service in known.items():
        is_main = address == commune.email.lower() and Mailbox.objects.main(commune_id) is None
        bound = None if is_main else _only_procedure(service)
        defaults = {"commune": commune, "service": service, "is_main": is_main, "procedure": bound}
        created += Mailbox.objects.get_or_create(address=address, defaults=defaults)[1]
    return created


def _only_procedure(service: Service) -> Procedure | None:
    """The one of a service that handles nothing else, where it is confidential."""
    found = list(Procedure.objects.published().filter(service=service)[:2])
    return found[0] if len(found) == 1 and found[0].confidential else None
