"""A letter came back and left again to a corrected address: what is written next about the request goes there too."""

from __future__ import annotations

from django.db import transaction

from messaging.models import Dispatch
from requests_app.models import ServiceRequest
from requests_app.operations import saving


@transaction.atomic
def follow_new_address(dispatch_id: int, returned_id: int) -> None:
    """Only where the request still answers to the address that was wrong. Twice is once."""
    again, returned = Dispatch.objects.get(pk=dispatch_id), Dispatch.objects.get(pk=returned_id)
    if again.subject_kind != "request":
        return
    service_request = ServiceRequest.objects.locked(int(again.subject_ref))
    if _words(service_request.reply_postal) != _words(returned.to_address):
        return
    service_request.reply_postal = again.to_address
    saving.settle(service_request, "reply_postal")


def _words(address: str) -> list[str]:
    return address.split()
