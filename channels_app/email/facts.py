"""What the database knows of a mail: read here, decided in ``intake``. Queries only."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from django.db.models.functions import Lower

from accounts.models import User
from channels_app.email.intake import Facts, Thread
from channels_app.email.parsed import ParsedEmail
from channels_app.models import InboundEmail, Mailbox
from core.actor import Actor
from core.batch import remembered
from core.models import Commune
from core.numbers import normalise_number
from messaging.enums import DispatchKind, ReplyKind
from messaging.models import Dispatch
from messaging.threading import ReplyToken, read_message_ids, read_reply_token
from organisation.models import LegalEntity, Service
from procedures.enums import ChannelMeaning
from requests_app import colleagues, policies
from requests_app.enums import OPEN, Restriction
from requests_app.followed import kept_for
from requests_app.models import ServiceRequest

_NUMBER = re.compile(
    r"(?<![\w-])(20\d\d)[\s\u00a0\u202f]?[-–—][\s\u00a0\u202f]?(\d{4,9})[\s\u00a0\u202f]?[-–—]?[A-Za-z]?(?!\w)"
)
# A number is quoted near the top; a mail of a thousand numbers asks for no more than these.
_READ_FOR_NUMBERS = 20_000
_NUMBERS = 20


def gather(parsed: ParsedEmail, inbound: InboundEmail) -> Facts:
    """Every fact ``decide`` asks for, of one mail."""
    own = own_addresses(inbound.commune)
    quoted = _quoted(parsed, inbound.commune_id)
    return Facts(
        own_addresses=own,
        sender_is_staff=is_staff(parsed.sure_sender, inbound.commune, own),
        is_our_message=_is_ours(parsed, own),
        is_past=_is_past(inbound.mailbox, inbound.received_on),
        seizes=_seizes(inbound.mailbox),
        thread=_thread(parsed, inbound.commune),
        quoted_request_id=quoted,
        echoes=_echoes(parsed.sender, quoted, inbound),
    )


def _is_ours(parsed: ParsedEmail, own: frozenset[str]) -> bool:
    """Signed by us; or marked and sent from an address of ours, when a relay has changed the rest."""
    if read_message_ids([parsed.message_id, parsed.own_marker]):
        return True
    return bool(parsed.own_marker) and parsed.sender in own


def _echoes(sender: str, quoted_request_id: int | None, inbound: InboundEmail) -> bool:
    """Whether the request quoted was itself opened, within the day, by a mail of this sender that quoted another one
    of theirs: a program that answers our receipts without saying so (RFC 3834) would go on for ever."""
    if quoted_request_id is None or not sender:
        return False
    theirs = InboundEmail.objects.filter(sender=sender, received_at__gte=inbound.received_at - dt.timedelta(days=1))
    before = theirs.filter(request_id=quoted_request_id).values_list("possibly_related_id", flat=True)
    return theirs.filter(request_id__in=[pk for pk in before if pk is not None]).exists()


def own_addresses(commune: Commune) -> frozenset[str]:
    """Addresses of the town itself: mailboxes, services, legal entities."""
    return remembered(("own addresses", commune.pk), lambda: _read_own_addresses(commune))


def _read_own_addresses(commune: Commune) -> frozenset[str]:
    found = [commune.email]
    for model in (Mailbox.objects.values_list("address"), Service.objects.values_list("email")):
        found += [row[0] for row in model.filter(commune=commune)]
    found += LegalEntity.objects.filter(commune=commune).values_list("email", flat=True)
    return frozenset(address.lower() for address in found if address)


def is_staff(sender: str, commune: Commune, own: frozenset[str] | None = None) -> bool:
    """An agent of the town, whose forwarded mails are their writers’: an account, an address or a domain of ours."""
    if not sender:
        return False
    addresses = own_addresses(commune) if own is None else own
    domain = sender.rpartition("@")[2]
    if sender in addresses or domain in remembered(("own domains", commune.pk), lambda: _own_domains(commune)):
        return True
    has_account = User.objects.called(sender).filter(commune=commune, is_active=True)
    return remembered(_account_of(sender, commune.pk), has_account.exists)


def know_accounts(mails: Iterable[InboundEmail]) -> None:
    """Which of the senders of a batch have an account: asked once for all of them."""
    senders = {(mail.sender.lower(), mail.commune_id) for mail in mails if mail.sender}
    if len(senders) < 2:
        return
    active = User.objects.filter(is_active=True).annotate(address=Lower("email"))
    named = active.filter(address__in={sender for sender, _commune in senders})
    found = set(named.values_list("address", "commune_id"))
    for sender, commune_id in senders:
        remembered(_account_of(sender, commune_id), partial(found.__contains__, (sender, commune_id)))


def _account_of(sender: str, commune_id: int) -> tuple[str, str, int]:
    return "account", sender.lower(), commune_id


def _own_domains(commune: Commune) -> set[str]:
    """Of the town and its mailboxes; never a public provider’s, where everybody is."""
    boxes = Mailbox.objects.filter(commune=commune).values_list("address", flat=True)
    addresses = [commune.email, *remembered(("mailboxes", commune.pk), lambda: list(boxes))]
    return {address.rpartition("@")[2].lower() for address in addresses} - {""} - _PUBLIC_PROVIDERS


_PUBLIC_PROVIDERS = frozenset(
    [
        "orange.fr",
        "wanadoo.fr",
        "free.fr",
        "laposte.net",
        "sfr.fr",
        "gmail.com",
        "outlook.fr",
        "outlook.com",
        "hotmail.fr",
    ]
    + ["hotmail.com", "yahoo.fr", "yahoo.com", "bbox.fr", "numericable.fr", "neuf.fr", "live.fr", "icloud.com"]
)


def _is_past(mailbox: Mailbox | None, received_on: dt.date) -> bool:
    return bool(mailbox and mailbox.start_on and received_on < mailbox.start_on)


def _seizes(mailbox: Mailbox | None) -> bool:
    """L112-9: whether e-mail files a request for what this mailbox is for."""
    version = mailbox.procedure.current if mailbox and mailbox.procedure else None
    if version is None:
        return True
    return version.definition.get("channels", {}).get("email", ChannelMeaning.FILES) == ChannelMeaning.FILES


def _thread(parsed: ParsedEmail, commune: Commune) -> Thread | None:
    """The request of the first of our messages that the mail answers, else of the signed word of its address.

    Two of our messages about different requests prove neither: the nearest one (In-Reply-To) is believed, since the
    sender must be a party of it anyway.
    """
    dispatch = _answered(parsed, commune)
    if dispatch is not None:
        internal = dispatch.reply_kind == ReplyKind.INTERNAL or dispatch.kind == DispatchKind.SERVICE_NOTICE
        thread = _about(int(dispatch.subject_ref), parsed.sure_sender, commune, internal, dispatch.reply_agent_ref)
        return replace(thread, note_id=colleagues.note_of_notice(dispatch.key)) if thread else None
    token = _token(parsed)
    if token is None:
        return None
    thread = _about(token.request_ref, parsed.sure_sender, commune, token.kind == ReplyKind.INTERNAL, token.agent_ref)
    if thread is None or thread.agent_id is None:
        return thread
    return replace(thread, note_id=colleagues.last_note_told(thread.request_id, thread.agent_id))


def _answered(parsed: ParsedEmail, commune: Commune) -> Dispatch | None:
    """In-Reply-To first, then References from the last one back."""
    named = read_message_ids([*parsed.in_reply_to, *reversed(parsed.references)])
    if not named:
        return None
    known = Dispatch.objects.filter(public_id__in=named, commune=commune, subject_kind="request")
    found = {dispatch.public_id: dispatch for dispatch in known}
    return next((found[public_id] for public_id in named if public_id in found), None)


def _token(parsed: ParsedEmail) -> ReplyToken | None:
    return next((token for address in parsed.recipients if (token := read_reply_token(address))), None)


def _about(request_id: int, sender: str, commune: Commune, internal: bool, agent_ref: int | None) -> Thread | None:
    found = ServiceRequest.objects.filter(pk=request_id, commune=commune).first()
    if found is None or found.restriction != Restriction.NONE:
        # Held or archived: as if it were not there, for a mail as for an agent.
        return None
    return Thread(
        request_id=found.pk,
        parties=parties(found),
        takes_answers=(kept_for(found) or found).phase in OPEN,
        internal=internal,
        agent_id=_agent(sender, found, agent_ref) if internal else None,
    )


def parties(service_request: ServiceRequest) -> frozenset[str]:
    """The addresses this very request was written with.

    Not those of the person’s other requests: anyone can file under somebody’s name and add an address of theirs.
    """
    return frozenset({service_request.reply_email.lower()} - {""})


def _agent(sender: str, service_request: ServiceRequest, agent_ref: int | None) -> int | None:
    """The agent who sends it, if the notice was theirs and they may write a note on this request."""
    user = User.objects.called(sender).filter(is_active=True).first() if sender else None
    if user is None or (agent_ref is not None and agent_ref != user.pk):
        return None
    return user.pk if policies.can_note(Actor.agent(user.pk), service_request) else None


def _quoted(parsed: ParsedEmail, commune_id: int) -> int | None:
    """The first request of ours whose number the mail quotes: a hint for the agent, never a key."""
    text = f"{parsed.subject}\n{parsed.body[:_READ_FOR_NUMBERS]}"
    typed = [found[0] for found in _NUMBER.finditer(text)][:_NUMBERS]
    numbers = [number for number in map(normalise_number, typed) if number]
    if not numbers:
        return None
    held = ServiceRequest.objects.filter(commune_id=commune_id, number__in=numbers, restriction=Restriction.NONE)
    known = dict(held.values_list("number", "pk"))
    return next((known[number] for number in numbers if number in known), None)
