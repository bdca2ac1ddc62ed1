"""A few words to the telephone of whoever chose it: a notice beside the letter or the page, never instead of it."""

from __future__ import annotations

from typing import Literal

from django.db import transaction

from core.enums import Channel
from messaging.enums import DispatchKind
from messaging.models import Dispatch
from messaging.operations import post
from messaging.rules.texting import UNTOLD, mobile_number
from messaging.sms_conf import sms_conf
from requests_app.models import ServiceRequest

TextNotice = Literal["registered", "question", "answer", "answer_by_post"]

_TEMPLATES: dict[TextNotice, str] = {
    "registered": "sms-demande-enregistree",
    "question": "sms-question",
    "answer": "sms-reponse",
    "answer_by_post": "sms-reponse-par-courrier",
}
_BY_TELEPHONE = frozenset({Channel.PHONE, Channel.SMS})


@transaction.atomic
def text_registered(request_id: int) -> Dispatch | None:
    """The number of the request, which is not its acknowledgement: that one leaves by letter or is read."""
    if not sms_conf().is_open:
        return None
    return text_person(ServiceRequest.objects.locked(request_id), f"registered:{request_id}", "registered")


def text_person(service_request: ServiceRequest, cause: str, notice: TextNotice) -> Dispatch | None:
    """Inside the caller’s transaction, once a cause. None when the town sends no text, when the person chose another
    way, or when the number is not a mobile one. Of a confidential request: that the town wrote, no more."""
    number = mobile_number(service_request.reply_phone)
    if not sms_conf().is_open or service_request.reply_channel not in _BY_TELEPHONE or not number:
        return None
    if service_request.confidential and notice == "registered":
        # Nothing was written yet, and the rest may not be said.
        return None
    secret = service_request.confidential
    values = {"ville": service_request.commune.name}
    if not secret:
        values |= {"numero": service_request.number, "service_telephone": service_request.service.phone}
    return post(
        key=f"text:{cause}",
        commune_id=service_request.commune_id,
        kind=DispatchKind.NOTICE,
        template=UNTOLD if secret else _TEMPLATES[notice],
        channel=Channel.SMS,
        to_address=number,
        to_name="" if secret else service_request.reply_name,
        variables=values,
        from_service_id=service_request.service_id,
        subject_kind="request",
        subject_ref=str(service_request.pk),
        confidential=secret,
    )
