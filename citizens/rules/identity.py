"""What may be written on a person’s card: each refusal is a sentence for the agent. Pure: the day is passed in."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _, gettext_lazy

from citizens.enums import ORGANISATIONS, ContactKind, Need, PartyKind
from citizens.rules.contacts import normalise
from core.enums import Channel
from core.errors import Refused

LONGEST_NAME = 150
OLDEST = date(1880, 1, 1)
_RNA = re.compile(r"W[0-9A-Z]{9}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


def tidy(name: str) -> str:
    """Single spaces, 150 characters at most, no control character."""
    return " ".join(name.replace("\x00", " ").split())[:LONGEST_NAME]


def checked_birth(birth_date: date | None, today: date) -> date | None:
    if birth_date is None:
        return None
    if birth_date > today:
        raise Refused(_("La date de naissance est dans le futur : vérifiez l’année."))
    if birth_date < OLDEST:
        raise Refused(_("La date de naissance est trop ancienne : vérifiez l’année."))
    return birth_date


_WRONG = {
    ContactKind.PHONE: gettext_lazy(
        "Ce numéro de téléphone n’existe pas : vérifiez-en les chiffres, par exemple 06 39 98 01 12."
    ),
    ContactKind.EMAIL: gettext_lazy("Cette adresse électronique est incomplète, par exemple nom@courriel.fr."),
    ContactKind.POSTAL: gettext_lazy("Écrivez l’adresse postale."),
}


def checked_contact(kind: str, text: str) -> tuple[str, str]:
    """The text as typed and its one spelling."""
    if kind not in ContactKind.values:
        raise Refused(_("Une coordonnée est un téléphone, un courriel ou une adresse postale."))
    value = " ".join(text.replace("\x00", " ").split())[:500]
    normalised = normalise(kind, value)
    if normalised is None:
        raise Refused(str(_WRONG[ContactKind(kind)]))
    return value, normalised


def checked_kind(kind: str) -> PartyKind:
    if kind not in PartyKind.values:
        raise Refused(_("Une fiche est celle d’une personne, d’une association ou d’une entreprise."))
    return PartyKind(kind)


def checked_registration(kind: str, text: str) -> str:
    """RNA (« W » and nine characters) or SIRET (fourteen digits, Luhn key); empty is allowed."""
    compact = re.sub(r"[\s.-]", "", text).upper()
    if not compact:
        return ""
    if kind not in ORGANISATIONS:
        raise Refused(_("Seule une association ou une entreprise a un numéro RNA ou SIRET."))
    if _RNA.fullmatch(compact) or (re.fullmatch(r"\d{14}", compact) and _luhn(compact)):
        return compact
    raise Refused(_("Ce numéro n’est ni un RNA (W suivi de 9 caractères) ni un SIRET (14 chiffres) valable."))


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    # La Poste (SIREN 356000000) keys its establishments otherwise: the plain sum is a multiple of five.
    return total % 10 == 0 or (digits.startswith("356000000") and sum(map(int, digits)) % 5 == 0)


def checked_needs(needs: list[str]) -> list[str]:
    unknown = [need for need in needs if need not in Need.values]
    if unknown:
        raise Refused(_("Choisissez les besoins dans la liste."))
    return [need for need in Need.values if need in needs]


def checked_language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code or ""):
        raise Refused(_("Choisissez la langue dans la liste."))
    return code


def checked_channel(channel: str) -> str:
    if channel and channel not in Channel.values:
        raise Refused(_("Choisissez dans la liste comment la personne veut être jointe."))
    return channel
