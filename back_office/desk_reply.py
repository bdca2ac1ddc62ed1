"""« Comment répondre ? » : the ways this person can be written to, and which one is chosen.

The acknowledgement leaves by e-mail or by letter, or is handed over; a phone only takes a short notice (L112-3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from citizens.enums import ContactKind
from citizens.models import Citizen, ContactPoint
from core.actor import Actor
from core.enums import Channel
from messaging.rules.texting import mobile_number
from procedures.form_engine import person_name, requester
from requests_app.operations import Reply

from . import words
from .desk import COUNTER, PHONE, POST
from .desk_form import DeskDraft

EMAIL_WAY, POST_WAY, PHONE_WAY, HAND_WAY = "courriel", "courrier", "telephone", "main"
NAME, EMAIL, POSTAL, NUMBER = "_reponse", "_reponse_courriel", "_reponse_adresse", "_reponse_telephone"
# A person's preference, and the way that serves it.
PREFERRED = {
    Channel.EMAIL.value: EMAIL_WAY,
    Channel.POST.value: POST_WAY,
    Channel.PHONE.value: PHONE_WAY,
    "sms": PHONE_WAY,
}


@dataclass(frozen=True)
class Way:
    """One card: ``field`` is the box to fill, ``value`` what stands in it, ``note`` one quiet line."""

    slug: str
    label: str
    icon: str
    field: str = ""
    value: str = ""
    field_label: str = ""
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Known:
    """Where the person can be reached, from what was typed, else from what the town knows; ``answered`` is the postal
    address given in the form itself."""

    name: str = ""
    email: str = ""
    postal: str = ""
    answered: str = ""
    phone: str = ""
    preferred: str = ""


def known(desk: DeskDraft | None, citizen: Citizen | None, by: Actor, caller: str = "") -> Known:
    """What was typed on the card wins over the form, the form over the person’s own page."""
    notes = desk.notes if desk else {}
    asker = requester(desk.form, desk.answers) if desk else None
    own = _points(citizen, by)
    name = person_name(asker.identity) if asker and asker.identity else ""
    return Known(
        name=name or (citizen.display_name if citizen else ""),
        email=notes.get(EMAIL) or (asker.email if asker else "") or own.get(ContactKind.EMAIL, ""),
        postal=notes.get(POSTAL) or (asker.postal if asker else "") or own.get(ContactKind.POSTAL, ""),
        answered=asker.postal if asker else "",
        phone=notes.get(NUMBER) or (asker.phone if asker else "") or own.get(ContactKind.PHONE, "") or caller,
        preferred=citizen.preferred_channel if citizen else "",
    )


def _points(citizen: Citizen | None, by: Actor) -> dict[str, str]:
    """The latest of each kind still in use, that this agent may see."""
    if citizen is None:
        return {}
    points = ContactPoint.objects.of_person(citizen).visible_to(by).in_use().order_by("pk")
    return {point.kind: point.value for point in points}


def chosen_way(desk: DeskDraft | None, found: Known, situation: str) -> str:
    """What was chosen, else what the person prefers, else the surest they have."""
    picked = desk.notes.get(NAME, "") if desk else ""
    if picked in (EMAIL_WAY, POST_WAY, PHONE_WAY, HAND_WAY):
        return picked
    preferred = PREFERRED.get(found.preferred, "")
    if preferred and _can(preferred, found):
        return preferred
    if found.email:
        return EMAIL_WAY
    if found.postal and situation != COUNTER:
        return POST_WAY
    return HAND_WAY


def _can(way: str, found: Known) -> bool:
    return bool({EMAIL_WAY: found.email, POST_WAY: found.postal, PHONE_WAY: found.phone}.get(way))


def ways(found: Known, chosen: str, situation: str) -> list[Way]:
    """Always the same four, in the same order: the eye and the fingers learn them."""
    cards = [
        Way(EMAIL_WAY, _("Courriel"), "mail", EMAIL, found.email, _("Adresse électronique")),
        Way(POST_WAY, _("Courrier"), "mailbox", POSTAL, found.postal, _("Adresse postale")),
        Way(
            PHONE_WAY, _("Téléphone ou SMS"), "smartphone", NUMBER, words.phone(found.phone), _("Numéro"),
            note=_("Pour un mot court. L’accusé de réception part %s.") % by_words(_written(found), situation),
        ),
        Way(HAND_WAY, *_hand(situation)),
    ]  # fmt: skip
    preferred = PREFERRED.get(found.preferred, "")
    return [
        Way(**{**vars(one), "chosen": one.slug == chosen, "note": one.note or _note(one.slug, preferred)})
        for one in cards
    ]


def _note(slug: str, preferred: str) -> str:
    return _("Canal souhaité par la personne") if slug == preferred else ""


def _hand(situation: str) -> tuple[str, str]:
    if situation in (COUNTER, POST):
        return _("Remis en main propre"), "printer"
    return _("Numéro et code dictés"), "megaphone"


def _written(found: Known) -> str:
    return EMAIL_WAY if found.email else POST_WAY if found.postal else HAND_WAY


def ack_way(way: str, found: Known) -> str:
    """By which way the acknowledgement leaves: never by a phone."""
    return _written(found) if way == PHONE_WAY else way


def by_words(way: str, situation: str) -> str:
    if way == EMAIL_WAY:
        return _("par courriel")
    if way == POST_WAY:
        return _("par courrier")
    return _("imprimé au guichet") if situation in (COUNTER, POST) else _("si vous notez une adresse")


def reply_of(found: Known, way: str, situation: str) -> Reply:
    """The wish of the person, as the request keeps it (R112-11-4, L112-14). A mobile takes text messages.

    The acknowledgement prints the address it keeps: one known from the card alone never leaves in an e-mail, which may
    go to an address that a caller dictated.
    """
    ack = ack_way(way, found)
    mobile = mobile_number(found.phone) if way == PHONE_WAY else ""
    hand = Channel.PHONE if situation == PHONE else Channel.COUNTER
    by_phone = Channel.SMS if mobile else Channel.PHONE
    channel = {EMAIL_WAY: Channel.EMAIL, POST_WAY: Channel.POST, PHONE_WAY: by_phone, HAND_WAY: hand}
    return Reply(
        channel=channel[way],
        phone=mobile,
        email=found.email if ack == EMAIL_WAY else "",
        name=found.name,
        postal={POST_WAY: found.postal, EMAIL_WAY: found.answered}.get(ack, ""),
        no_email_answer=ack == POST_WAY and bool(found.email),
    )


def notes_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What was typed in the third column."""
    return {name: str(data.get(name, "")).replace("\x00", "").strip()[:400] for name in (NAME, EMAIL, POSTAL, NUMBER)}
