"""From the verdict to what is done, in the caller’s transaction: each move calls the operation of its room."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _, gettext_lazy as lazy

from channels_app.email.intake import Move, Verdict, Why
from channels_app.email.parsed import ParsedEmail
from channels_app.email.people import person_of
from channels_app.enums import InboundState
from channels_app.models import InboundEmail
from channels_app.operations import joining, proposing
from channels_app.operations.storable import storable
from citizens.models import Citizen
from citizens.operations import identify
from core.actor import Actor
from core.batch import remembered
from core.enums import Channel
from messaging.operations import record_bounce
from procedures import queries
from requests_app import colleagues
from requests_app.models import Message, ServiceRequest
from requests_app.operations import (
    Arrival,
    Reply,
    point_to_doors,
    receive_answer,
    register_request,
    write_note,
)

BY = Actor.system("channels_app.email")
SENTENCES = {
    Why.FIRST: lazy("Nouveau courriel."),
    Why.REPLY: lazy("Répond à un de nos messages, depuis l’adresse de la demande."),
    Why.ENDED: lazy("Répond à une demande terminée : nouvelle demande, liée à la première."),
    Why.OTHER_SENDER: lazy("Répond à un de nos messages depuis une autre adresse : nouvelle demande, peut-être liée."),
    Why.QUOTES_NUMBER: lazy("Cite le numéro d’une demande : nouvelle demande, peut-être liée."),
    Why.AGENT: lazy("Réponse d’un agent à un avis interne : note de la demande."),
    Why.BOUNCED: lazy("Avis de non-remise d’un de nos messages."),
    Why.REPORT: lazy("Avis technique d’un serveur de messagerie."),
    Why.AUTOMATIC: lazy("Réponse automatique : personne ne l’a écrite."),
    Why.LIST: lazy("Liste de diffusion."),
    Why.OURS: lazy("Un de nos propres messages, revenu dans la boîte."),
}


def act(inbound: InboundEmail, parsed: ParsedEmail, verdict: Verdict) -> None:
    """Sets the state, the reason and the links of the mail; the caller saves it."""
    inbound.reason = str(SENTENCES[verdict.why])[:500]
    if verdict.move == Move.NEW:
        _open_request(inbound, parsed, verdict)
    elif verdict.move == Move.MESSAGE:
        _add_message(inbound, parsed, verdict)
    elif verdict.move == Move.NOTE:
        _add_note(inbound, parsed, verdict)
    else:
        _put_aside(inbound, parsed, verdict)


def _open_request(inbound: InboundEmail, parsed: ParsedEmail, verdict: Verdict) -> None:
    procedure = queries.system_procedure(inbound.commune)
    assert procedure.current_id is not None  # noqa: S101 - narrows the type: the query asks for it
    email = address_of(verdict.author.email)
    person = person_of(verdict.author)
    name = storable(verdict.author.name, 200) or email
    joined = joining.join(inbound, parsed.attachments, by=BY)
    arrival = _arrival(inbound, verdict, _mail_id(parsed, verdict))
    made = register_request(
        procedure_version_id=procedure.current_id,
        channel=Channel.EMAIL,
        answers=_answers(inbound, parsed, person, email, joined.public_ids),
        received_on=inbound.received_on,
        received_at=inbound.received_at,
        citizen_id=_citizen(inbound, person, email, confidential=arrival.confidential),
        reply=Reply(channel=Channel.EMAIL, email=email, name=name),
        file_ids=joined.file_ids,
        arrival=arrival,
        by=BY,
    )
    inbound.state, inbound.request, inbound.left_out = InboundState.REQUEST, made, joined.left_out
    inbound.proposed_procedure, inbound.proposal_reason = proposing.propose(inbound, parsed)
    if not verdict.seizes and verdict.acknowledge and inbound.mailbox and inbound.mailbox.procedure_id:
        point_to_doors(made.pk, procedure_id=inbound.mailbox.procedure_id)


def _mail_id(parsed: ParsedEmail, verdict: Verdict) -> str:
    """Of the mail the person sent: that of an agent who forwards it would mean nothing in their mailbox."""
    forwarded = parsed.forwarded if parsed.forwarded and verdict.author.email != parsed.sender else None
    return storable(forwarded.message_id if forwarded else parsed.message_id, 300)


def _arrival(inbound: InboundEmail, verdict: Verdict, mail_id: str) -> Arrival:
    """Where the procedure says that e-mail does not seize the town, the doors are the answer, not a receipt."""
    # An address our post office cannot write to (accents, RFC 6531) gets no receipt: none would prove anything.
    acknowledge = verdict.acknowledge and verdict.seizes and bool(address_of(verdict.author.email))
    if (secret_service := _confidential_service(verdict.related_id)) is not None:
        # What answers a confidential request, or names it, quotes it: the tray of everybody must not show it.
        reason = _("liée à une demande confidentielle")
        return Arrival(secret_service, reason, acknowledge, verdict.seizes, True, mail_id)
    if inbound.mailbox is None:
        return Arrival(acknowledge=acknowledge, seizes=verdict.seizes, mail_id=mail_id)
    reason = _("arrivée dans la boîte %s") % inbound.mailbox.address
    mailbox = inbound.mailbox
    secret = remembered(("confidential mailbox", mailbox.pk), lambda: mailbox.is_confidential)
    service_id = mailbox.service_id
    return Arrival(service_id, reason, acknowledge, verdict.seizes, secret, mail_id)


def _confidential_service(request_id: int | None) -> int | None:
    if request_id is None:
        return None
    hidden = ServiceRequest.objects.filter(pk=request_id, confidential=True)
    return hidden.values_list("service_id", flat=True).first()


def _answers(
    inbound: InboundEmail, parsed: ParsedEmail, person: tuple[str, str] | None, email: str, documents: list[str]
) -> dict[str, object]:
    """The mail as answers of « à qualifier »: what was written, whole, and what the header says of who wrote it."""
    answers: dict[str, object] = {
        "objet": storable(parsed.topic or parsed.subject, 200).strip() or _("(sans objet)"),
        "message": storable(parsed.body),
        "documents": documents,
        "courriel": email,
    }
    if person is not None:
        answers["identite"] = {"family_name": storable(person[0]), "first_names": storable(person[1])}
    return {key: value for key, value in answers.items() if value}


def _citizen(inbound: InboundEmail, person: tuple[str, str] | None, email: str, *, confidential: bool) -> int | None:
    """Known through a confidential mail only: veiled from those who do not see it."""
    if person is None:
        return None
    family_name, first_names = (storable(name) for name in person)
    found: Citizen = identify(
        commune_id=inbound.commune_id, family_name=family_name, first_names=first_names, email=email, by=BY,
        confidential=confidential,
    )  # fmt: skip
    return found.pk


def address_of(text: str) -> str:
    """Where an answer can go; « » when nothing could be sent there."""
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text if len(text) <= 254 else ""


def _add_message(inbound: InboundEmail, parsed: ParsedEmail, verdict: Verdict) -> None:
    assert verdict.request_id is not None  # noqa: S101 - narrows the type
    joined = joining.join(inbound, parsed.attachments, by=BY)
    message: Message = receive_answer(
        verdict.request_id,
        text=_words(parsed),
        file_ids=joined.file_ids,
        channel=Channel.EMAIL,
        by=Actor.link_holder(verdict.request_id),
    )
    inbound.state, inbound.message, inbound.left_out = InboundState.MESSAGE, message, joined.left_out
    # Of a merged request, the one it is followed in.
    inbound.request_id = message.request_id


def _add_note(inbound: InboundEmail, parsed: ParsedEmail, verdict: Verdict) -> None:
    """Whoever wrote the note that is answered is told. Attachments stay with the raw mail: a note holds words."""
    assert verdict.request_id is not None and verdict.agent_id is not None  # noqa: S101 - narrows the type
    answered = ServiceRequest.objects.get(pk=verdict.request_id)
    told = colleagues.waiting_for(answered, verdict.note_id)
    write_note(answered.pk, text=_words(parsed)[:20_000], tell=told, by=Actor.agent(verdict.agent_id))
    inbound.state, inbound.request = InboundState.MESSAGE, answered
    sentence = _("Gardée avec le courriel : une note n’a pas de pièce jointe.")
    inbound.left_out = [{"name": one.name, "sentence": sentence} for one in parsed.attachments]


def _words(parsed: ParsedEmail) -> str:
    return storable(parsed.body).strip() or storable(parsed.subject).strip() or _("(courriel sans texte)")


def _put_aside(inbound: InboundEmail, parsed: ParsedEmail, verdict: Verdict) -> None:
    inbound.state = InboundState.SET_ASIDE
    if verdict.move == Move.BOUNCE and parsed.bounce is not None:
        failed = parsed.bounce.failed[0]
        if parsed.bounce.is_permanent and parsed.bounce.original_message_id:
            record_bounce(
                parsed.bounce.original_message_id,
                status=failed.status,
                diagnostic=storable(failed.diagnostic, 500),
                recipient=storable(failed.address, 320),
            )
