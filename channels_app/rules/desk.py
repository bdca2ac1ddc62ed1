"""What the desk may write down: the day of receipt, the way of answering. Pure: today is passed in."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from core.enums import Channel
from core.errors import Refused
from core.templatetags.grc_dates import date_simple

# An older letter is a slip of the keyboard more often than a letter.
OLDEST_LETTER = dt.timedelta(days=366)


def received_day(given: dt.date | None, *, channel: str, today: dt.date, printed_on: dt.date | None = None) -> dt.date:
    """The legal day of receipt. Earlier than today only for a letter, or a blank form printed on ``printed_on``.

    Raises Refused with the sentence of what does not hold.
    """
    day = given or today
    if day == today:
        return day
    if day > today:
        raise Refused(_("La date de réception est dans le futur. Écrivez le jour où la demande est arrivée."))
    if printed_on is not None:
        _require_after_printing(day, printed_on)
    elif channel != Channel.POST:
        raise Refused(
            _(
                "Une demande au guichet ou par téléphone est reçue le jour même. Pour un formulaire rempli pendant "
                "une panne, donnez le code imprimé sur le formulaire."
            )
        )
    elif today - day > OLDEST_LETTER:
        raise Refused(_("Cette date de réception a plus d’un an. Vérifiez l’année."))
    return day


def _require_after_printing(day: dt.date, printed_on: dt.date) -> None:
    if day < printed_on:
        told = _("Ce formulaire a été imprimé le %s : la demande n’a pas pu être reçue avant.")
        raise Refused(told % date_simple(printed_on))


def require_way(channel: str, *, email: str, postal: str) -> None:
    """The address that the chosen way needs is there and can be one."""
    if channel == Channel.EMAIL and not _is_address(email):
        raise Refused(_("Pour répondre par courriel, écrivez une adresse complète, comme prenom.nom@exemple.fr."))
    if channel == Channel.POST and not postal.strip():
        raise Refused(_("Pour répondre par lettre, écrivez l’adresse postale de la personne."))
    if email and not _is_address(email):
        raise Refused(_("Cette adresse électronique n’est pas complète. Écrivez-la comme prenom.nom@exemple.fr."))


def _is_address(email: str) -> bool:
    try:
        validate_email(email.strip()[:255])
    except ValidationError:
        return False
    return True
