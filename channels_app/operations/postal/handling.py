"""What every verb on a letter asks first: is it there for this agent, and is it still to be dealt with."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from channels_app.models import PostalItem
from channels_app.operations.storable import storable
from channels_app.post.enums import ITEMS_TO_DO
from channels_app.post.policies import can_see_item
from channels_app.rules.desk import OLDEST_LETTER
from core import calendar
from core.actor import Actor
from core.errors import Forbidden, IllegalMove, Refused, Stale
from organisation.access import access_of


def to_do(item_id: int, *, by: Actor, revision: int | None = None) -> PostalItem:
    """The letter, locked. Raises Forbidden (also when it does not exist), Stale, IllegalMove."""
    item = PostalItem.objects.select_for_update(of=("self",)).filter(pk=item_id).first()
    if item is None or not can_see_item(by, item):
        raise Forbidden(_("Ce pli n’existe pas ou n’est pas pour vos services."))
    if revision is not None and revision != item.revision:
        raise Stale(_("Quelqu’un a changé ce pli entre-temps : relisez-le avant de continuer."))
    if item.state not in ITEMS_TO_DO:
        told = _("Ce pli est déjà traité : %(state)s%(number)s.")
        number = f", {item.arrival_number}" if item.arrival_number else ""
        raise IllegalMove(told % {"state": item.get_state_display().lower(), "number": number})
    return item


def require_agent(by: Actor) -> None:
    if not by.is_system and not access_of(by).service_ids:
        raise Forbidden(_("Vous n’avez pas le droit d’enregistrer du courrier."))


def describe(
    item: PostalItem,
    *,
    received_on: dt.date | None,
    postmarked_on: dt.date | None,
    sender: str,
    subject: str,
    registered_letter: str,
) -> None:
    """What the agent typed, checked. Raises Refused with one sentence."""
    today = calendar.today(item.commune)
    item.received_on = received_on or item.received_on
    item.postmarked_on = postmarked_on
    if item.received_on > today:
        raise Refused(_("La date de réception ne peut pas être dans l’avenir."))
    if received_on and today - received_on > OLDEST_LETTER:
        raise Refused(_("Cette date de réception a plus d’un an. Vérifiez l’année."))
    if postmarked_on and postmarked_on > item.received_on:
        raise Refused(_("Le cachet de la poste ne peut pas être postérieur à la réception."))
    item.sender = storable(" ".join(sender.split()), 400)
    item.subject = storable(" ".join(subject.split()), 200)
    number = "".join(registered_letter.split()).upper()
    if number and not (number.isalnum() and 8 <= len(number) <= 30):
        raise Refused(_("Le numéro de recommandé a de 8 à 30 lettres et chiffres, par exemple 1A 123 456 7890 1."))
    item.registered_letter = number
