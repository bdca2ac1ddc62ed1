"""The acknowledgement of receipt (ARE, AR): issued once, then known as sent, failed, or handed over by an agent."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from messaging.enums import DispatchKind, DispatchState, Outcome as SendingOutcome
from messaging.models import Dispatch
from messaging.operations import post, settle
from procedures.enums import ChannelMeaning
from requests_app import acknowledging, letters, policies, variables
from requests_app.enums import AcknowledgementKind, Kind, Phase
from requests_app.models import Acknowledgement, ServiceRequest
from requests_app.operations import saving, timeline
from requests_app.operations.reach import is_internal

LETTER = {"template": "letters/acknowledgement.html", "name": "accuse-de-reception.pdf", "title": "Accusé de réception"}
SYSTEM = Actor.system("acknowledge")


@transaction.atomic
def issue_acknowledgement(request_id: int, *, only_owed: bool = False) -> Acknowledgement | None:
    """Writes the proof and its envelope, once whatever is delivered twice.

    By e-mail to the address of the sending (R112-11-4); else by letter, to print; else it is read with the link or
    handed over. None for an anonymous report that gave no address and whose procedure owes no acknowledgement;
    with ``only_owed``, none either as a courtesy (an old mail that is qualified today).
    """
    service_request = ServiceRequest.objects.locked(request_id)
    known = service_request.acknowledgements.filter(kind=AcknowledgementKind.ARE).first()
    if known is not None:
        return known
    if service_request.procedure.is_system or service_request.phase in (Phase.SET_ASIDE, Phase.TRANSMITTED):
        # Which silence means what is not known yet: it leaves when someone qualifies. Of what was sent on, the
        # competent administration acknowledges (L114-3).
        return None
    channel, address = _way(service_request)
    if not service_request.ar_due and (only_owed or not address):
        return None
    mentions = acknowledging.mentions(service_request)
    acknowledgement = Acknowledgement.objects.create(
        request=service_request,
        kind=AcknowledgementKind.ARE,
        issued_at=calendar.now(),
        channel=channel,
        address=address,
        mentions=mentions,
        content_sha256=acknowledging.fingerprint(mentions),
        dispatch=_envelope(service_request, channel, address, mentions) if address else None,
    )
    kind = Kind.ACK_ISSUED if channel == Channel.EMAIL else Kind.ACK_TO_PRINT
    timeline.record(service_request, kind, by=SYSTEM, data={"sha256": acknowledgement.content_sha256})
    return acknowledgement


@transaction.atomic
def send_receipt(request_id: int) -> Dispatch | None:
    """The registration receipt of what came by e-mail (R112-11-2: at once, or within a working day): by e-mail, or by
    letter to whoever wants no electronic answer.

    On the site it was shown and kept when the person sent the form. Nothing leaves where nothing automatic may
    answer: registration then wrote no receipt. Twice is once.
    """
    service_request = ServiceRequest.objects.locked(request_id)
    receipt = service_request.acknowledgements.filter(kind=AcknowledgementKind.AEE, channel=Channel.EMAIL).first()
    channel, address = _way(service_request)
    if receipt is None or not address:
        return None
    if receipt.dispatch_id is None:
        paper = letters.receipt_paper(service_request) if channel == Channel.POST else letters.Paper({})
        receipt.dispatch = post(
            key=f"receipt:{service_request.pk}",
            commune_id=service_request.commune_id,
            kind=DispatchKind.RECEIPT,
            template="accuse-d-enregistrement",
            channel=channel,
            to_address=address,
            to_name=service_request.reply_name,
            variables={**variables.of_request(service_request), "mentions": paper.data},
            attachments=paper.attachments,
            from_service_id=service_request.service_id,
            subject_kind="request",
            subject_ref=str(service_request.pk),
            confidential=service_request.confidential,
            in_reply_to=timeline.mail_answered(service_request),
        )
        receipt.save(update_fields=["dispatch"])
    return receipt.dispatch


def _way(service_request: ServiceRequest) -> tuple[Channel, str]:
    if service_request.answers_by_email:
        return Channel.EMAIL, service_request.reply_email
    if service_request.reply_postal:
        return Channel.POST, service_request.reply_postal
    return Channel.WEB, ""


def attachments(service_request: ServiceRequest) -> list[dict[str, str]]:
    """The acknowledgement, and the cover sheet where papers of this procedure may follow by post."""
    channels = service_request.procedure_version.definition.get("channels", {})
    papers = any(row["kind"] == "file" for row in _fields(service_request))
    by_post = channels.get("post") == ChannelMeaning.FILES
    # A street report decides nothing: nobody signs it nor sends papers after it.
    return [LETTER, letters.COVER] if papers and by_post and service_request.legal_due else [LETTER]


def _fields(service_request: ServiceRequest) -> list[dict]:
    pages = service_request.procedure_version.definition["form"]["pages"]
    return [row for page in pages for row in page["fields"]]


def _envelope(service_request: ServiceRequest, channel: Channel, address: str, mentions: dict) -> Dispatch:
    return post(
        key=f"ack:{service_request.pk}",
        commune_id=service_request.commune_id,
        kind=DispatchKind.ACKNOWLEDGEMENT,
        template="accuse-de-reception",
        channel=channel,
        to_address=address,
        to_name=service_request.reply_name,
        variables={**variables.of_request(service_request), "mentions": mentions},
        attachments=attachments(service_request),
        from_service_id=service_request.service_id,
        subject_kind="request",
        subject_ref=str(service_request.pk),
        confidential=service_request.confidential,
    )


@transaction.atomic
def note_dispatch_sent(dispatch_id: int) -> None:
    """The acknowledgement left: its clock stops on the day it did. Twice is once."""
    acknowledgement = Acknowledgement.objects.filter(dispatch_id=dispatch_id, kind=AcknowledgementKind.ARE).first()
    if acknowledgement is None:
        return
    service_request = ServiceRequest.objects.locked(acknowledgement.request_id)
    if service_request.ar_sent_on is not None:
        return
    sent_at = Dispatch.objects.values_list("sent_at", flat=True).get(pk=dispatch_id) or calendar.now()
    posted_on = Dispatch.objects.values_list("posted_on", flat=True).get(pk=dispatch_id)
    service_request.ar_sent_on = posted_on or calendar.local_date(service_request.commune, sent_at)
    saving.settle(service_request, "ar_sent_on")
    timeline.record(
        service_request,
        Kind.ACK_SENT,
        by=Actor.system("messaging"),
        occurred_at=sent_at,
        effective_on=service_request.ar_sent_on,
        data={"channel": acknowledgement.channel, "dispatch": dispatch_id},
    )


@transaction.atomic
def note_dispatch_failed(dispatch_id: int) -> None:
    """A sending was given up: the service must know, the clock of the acknowledgement still runs. Twice is once."""
    dispatch = Dispatch.objects.get(pk=dispatch_id)
    if dispatch.subject_kind != "request" or is_internal(dispatch):
        return
    if dispatch.state == DispatchState.BOUNCED:
        # Told by its own fact: another way than this address is needed, not another try.
        return
    service_request = ServiceRequest.objects.locked(int(dispatch.subject_ref))
    kind = Kind.ACK_FAILED if dispatch.kind == DispatchKind.ACKNOWLEDGEMENT else Kind.SENDING_FAILED
    if service_request.timeline.filter(
        kind=kind, data__dispatch=dispatch_id, data__attempts=dispatch.attempts
    ).exists():
        return
    data = {"dispatch": dispatch_id, "attempts": dispatch.attempts}
    timeline.record(service_request, kind, by=Actor.system("messaging"), data=data)
    saving.settle(service_request, event=kind)


@transaction.atomic
def record_acknowledgement_sent(request_id: int, *, by: Actor, revision: int | None = None) -> ServiceRequest:
    """An agent printed it and posted it or handed it over (never an SMS: it cannot hold the mentions)."""
    service_request = ServiceRequest.objects.locked(request_id)
    policies.require(policies.can_reply(by, service_request))
    saving.require_fresh(service_request, revision)
    if service_request.ar_sent_on is not None:
        raise Refused(_("L’accusé de réception est déjà noté comme envoyé."))
    acknowledgement = service_request.acknowledgements.filter(kind=AcknowledgementKind.ARE).first()
    if acknowledgement is None:
        raise Refused(_("Cette demande n’a pas d’accusé de réception à envoyer."))
    service_request.ar_sent_on = calendar.today(service_request.commune)
    saving.move(service_request, "ar_sent_on", event=Kind.ACK_SENT)
    timeline.record(service_request, Kind.ACK_SENT, by=by, data={"channel": Channel.POST})
    if acknowledgement.dispatch_id:
        settle(acknowledgement.dispatch_id, SendingOutcome.SENT, transport="hand")
    return service_request
