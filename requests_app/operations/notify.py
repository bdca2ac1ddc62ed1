"""Telling people: an envelope for each message, decision and arrival, posted once whatever is delivered twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _, gettext_lazy as lazy

from core.enums import Channel
from core.templatetags.grc_dates import date_simple
from messaging.enums import DispatchKind
from messaging.models import Dispatch
from messaging.operations import post
from procedures.enums import ChannelMeaning
from procedures.form_engine import say
from procedures.models import Procedure
from requests_app import letters, variables
from requests_app.models import Decision, Message, ServiceRequest
from requests_app.operations import timeline
from requests_app.operations.text_person import TextNotice, text_person

_NO_DEPOSIT = lazy(
    "Votre courrier est gardé, mais il ne dépose pas cette demande : aucun délai n’a commencé. Vous pouvez :"
)


@transaction.atomic
def notify_service(request_id: int) -> Dispatch | None:
    """« Une demande vous attend », to the service’s own address; of a confidential request nothing is named."""
    service_request = ServiceRequest.objects.locked(request_id)
    service = service_request.service
    if not service.email:
        return None
    template = "avis-au-service-confidentiel" if service_request.confidential else "avis-au-service"
    return post(
        key=f"notice:{service_request.pk}:{service.pk}",
        commune_id=service_request.commune_id,
        kind=DispatchKind.SERVICE_NOTICE,
        template=template,
        to_address=service.email,
        to_name=service.name,
        variables=variables.of_request(service_request, for_service=True),
        from_service_id=service.pk,
        subject_kind="request",
        subject_ref=str(service_request.pk),
        confidential=service_request.confidential,
    )


@transaction.atomic
def notify_message(message_id: int, template: str) -> Dispatch | None:
    """Tells the person that the service wrote; None when they gave no address (they read it with the link)."""
    message = Message.objects.select_for_update(of=("self",)).select_related("request").get(pk=message_id)
    if message.dispatch_id:
        return message.dispatch
    quoted = _quoted(message)
    text = "" if message.request.confidential else message.text + quoted
    dispatch = _tell(
        message.request,
        key=f"message:{message.pk}",
        kind=DispatchKind.MESSAGE,
        template=template,
        values=variables.of_request(message.request, message=message, texte=text),
        paper=lambda: (letters.question_paper if message.asks else letters.message_paper)(message, quoted),
    )
    by_post = dispatch is not None and dispatch.channel == Channel.POST
    text_person(message.request, f"message:{message.pk}", "question" if message.asks else _answer(by_post))
    if dispatch is not None:
        message.dispatch = dispatch
        message.save(update_fields=["dispatch"])
    return dispatch


def _answer(by_post: bool) -> TextNotice:
    return "answer_by_post" if by_post else "answer"


def _quoted(message: Message) -> str:
    """Under the answer, what the agent chose of the conversation, oldest first, as mail programs show it."""
    chosen = (
        message.request.messages.filter(pk__in=message.quotes).order_by("written_at", "pk") if message.quotes else ()
    )
    parts = []
    for one in chosen:
        lines = "\n".join(f"> {line}".rstrip() for line in one.text.splitlines())
        head = _("Le %(day)s, %(name)s a écrit :") % {"day": date_simple(one.written_at), "name": one.author_name}
        parts.append(f"\n\n{head}\n{lines}")
    return "".join(parts)


@transaction.atomic
def notify_decision(decision_id: int) -> Dispatch | None:
    """By e-mail, that a decision waits on the follow-up page, not what it says (L112-15: a plain e-mail proves
    nothing); by letter, the decision itself."""
    decision = Decision.objects.select_related("request").get(pk=decision_id)
    signature = "" if decision.request.confidential else decision.signature
    dispatch = _tell(
        decision.request,
        key=f"decision:{decision.pk}",
        kind=DispatchKind.DECISION,
        template="decision-notifiee",
        values=variables.of_request(decision.request, signature=signature),
        paper=lambda: letters.decision_paper(decision),
    )
    by_post = dispatch is not None and dispatch.channel == Channel.POST
    text_person(decision.request, f"decision:{decision.pk}", _answer(by_post))
    return dispatch


@transaction.atomic
def point_to_doors(request_id: int, *, procedure_id: int) -> Dispatch | None:
    """E-mail does not seize the town for this procedure (L112-9): says which doors do. Once a request."""
    service_request = ServiceRequest.objects.locked(request_id)
    chosen = Procedure.objects.select_related("current").get(pk=procedure_id)
    definition = chosen.current.definition if chosen.current else {}
    doors = [f"– {settings.PUBLIC_URL}/demarches/{chosen.code}/"] if _is_on_the_site(chosen, definition) else []
    doors += [f"– {say(sentence)}" for sentence in definition.get("alternatives", ())]
    text = "\n".join(doors)
    values = variables.of_request(service_request, texte=text)
    return _tell(
        service_request,
        key=f"doors:{service_request.pk}",
        kind=DispatchKind.NOTICE,
        template="courriel-sans-depot",
        values={**values, "demarche": _("cette démarche") if chosen.confidential else chosen.title},
        paper=lambda: letters.notice_paper(service_request, f"{_NO_DEPOSIT}\n\n{text}"),
        in_reply_to=timeline.mail_answered(service_request),
    )


def _is_on_the_site(chosen: Procedure, definition: Mapping[str, Any]) -> bool:
    return chosen.is_open and definition.get("channels", {}).get("web") == ChannelMeaning.FILES


def _tell(
    service_request: ServiceRequest,
    *,
    key: str,
    kind: str,
    template: str,
    values: dict[str, str],
    paper: Callable[[], letters.Paper],
    in_reply_to: str = "",
) -> Dispatch | None:
    """By e-mail, or by a letter to print; None when the person gave neither address."""
    channel = Channel.EMAIL if service_request.answers_by_email else Channel.POST
    address = service_request.reply_email if channel == Channel.EMAIL else service_request.reply_postal
    if not address:
        return None
    written = paper() if channel == Channel.POST else None
    return post(
        key=key,
        commune_id=service_request.commune_id,
        kind=kind,
        template=template,
        channel=channel,
        to_address=address,
        to_name=service_request.reply_name,
        variables={**values, "mentions": written.data} if written else values,
        attachments=written.attachments if written else (),
        from_service_id=service_request.service_id,
        subject_kind="request",
        subject_ref=str(service_request.pk),
        confidential=service_request.confidential,
        in_reply_to=in_reply_to,
    )
