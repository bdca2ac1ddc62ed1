"""A letter enters the register of arrivals: by its scan, without one, or by its envelope alone."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from channels_app.models import PostalItem
from channels_app.operations.postal import handling, numbers
from channels_app.post.enums import ItemState, Unopened
from citizens.models import Citizen
from core import calendar
from core.actor import Actor
from core.errors import Refused
from core.models import Commune
from organisation.access import access_of
from organisation.models import Service
from procedures import queries


@transaction.atomic
def register_postal_item(
    item_id: int | None = None,
    *,
    by: Actor,
    sender: str = "",
    subject: str = "",
    received_on: dt.date | None = None,
    postmarked_on: dt.date | None = None,
    registered_letter: str = "",
    citizen_id: int | None = None,
    unopened: str = "",
    service_id: int | None = None,
    revision: int | None = None,
    entry_key: uuid.UUID | None = None,
) -> PostalItem:
    """Gives the arrival number and the three dates (L112-1); opens no request.

    ``unopened`` mail is registered by its envelope only: it has no scan, its service is named, and from then on only
    that service sees it. ``entry_key`` names the sending of a form without scan: sent again, the letter it made is
    given back as it is. Raises Refused, Forbidden, Stale, IllegalMove.
    """
    handling.require_agent(by)
    if item_id is None:
        item = _without_scan(by, unopened)
    else:
        item = handling.to_do(item_id, by=by, revision=revision)
        if unopened:
            raise Refused(_("Un pli à ne pas ouvrir s’enregistre par son enveloppe : il ne se numérise pas."))
    _send_to(item, service_id)
    handling.describe(
        item,
        received_on=received_on,
        postmarked_on=postmarked_on,
        sender=sender,
        subject=subject,
        registered_letter=registered_letter,
    )
    if not item.sender and not unopened:
        raise Refused(_("Indiquez l’expéditeur, ou « inconnu » si la lettre ne le dit pas."))
    if item_id is None and entry_key is not None:
        if (known := _entered(item, entry_key, by)) is not None:
            return known
    item.citizen = person(item, citizen_id)
    item.state, item.reason = ItemState.REGISTERED, ""
    item.revision += 1
    numbers.register(item, by=by)
    return item


# What makes of two sendings of one form the same letter.
_SAME = ("sender", "subject", "unopened", "service_id", "received_on", "postmarked_on", "registered_letter")


def _entered(item: PostalItem, entry_key: uuid.UUID, by: Actor) -> PostalItem | None:
    """The letter this form already made, when it says the same; two sendings at one instant wait for each other."""
    numbers.lock(item.commune)
    known = PostalItem.objects.filter(entry_key=entry_key).select_related("service").first()
    if known is None:
        item.entry_key = entry_key
        return None
    # The form found again by the « back » key and filled with another letter is another letter.
    same = known.registered_by_id == by.user_id and all(getattr(known, one) == getattr(item, one) for one in _SAME)
    return known if same else None


def _commune(by: Actor) -> Commune:
    wanted = access_of(by).commune_id
    return Commune.objects.get(pk=wanted) if wanted else Commune.objects.current()


def _without_scan(by: Actor, unopened: str) -> PostalItem:
    if unopened and unopened not in Unopened.values:
        raise Refused(_("Dites pourquoi ce pli reste fermé : CCAS, délégué à la protection des données, pli fermé…"))
    commune = _commune(by)
    desk = queries.system_procedure(commune).service
    return PostalItem(commune=commune, service=desk, received_on=calendar.today(commune), unopened=unopened)


def _send_to(item: PostalItem, service_id: int | None) -> None:
    if service_id is not None:
        service = Service.objects.filter(pk=service_id, commune_id=item.commune_id, is_active=True).first()
        if service is None:
            raise Refused(_("Ce service n’existe plus : choisissez-en un autre."))
        item.service = service
    elif item.unopened:
        raise Refused(_("Indiquez le service à qui ce pli est remis fermé."))


def person(item: PostalItem, citizen_id: int | None) -> Citizen | None:
    """The one the agent chose; the reading only proposes."""
    if citizen_id is None:
        return None
    found = Citizen.objects.select_related("canonical").filter(pk=citizen_id, commune_id=item.commune_id).first()
    if found is None:
        raise Refused(_("Cette personne n’existe plus : cherchez-la à nouveau."))
    return found.canonical or found
