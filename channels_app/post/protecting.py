"""A letter bears the address of who wrote it: what of it is shown where that address is protected."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from channels_app.models import PostalItem
from channels_app.post.enums import ITEMS_TO_DO
from citizens import policies as people_policies
from core.actor import Actor
from requests_app import protected
from requests_app.rules import hiding


def people_of(item: PostalItem) -> set[int]:
    """Who wrote it, and whom its request is about. Nobody before an agent said so: whoever opens the mail holds the
    paper in hand, and must read the address to know who writes."""
    if item.state in ITEMS_TO_DO:
        return set()
    theirs = {item.citizen_id} if item.citizen_id else set()
    return theirs | (protected.people_of(item.request) if item.request else set())


def hides(item: PostalItem, by: Actor) -> bool:
    """True for every agent but the named ones."""
    return item.pk in hidden_from(by, [item])


def hidden_from(by: Actor, items: Iterable[PostalItem]) -> set[int]:
    """Primary keys of those whose address this agent may not read, in two queries."""
    people = {one.pk: people_of(one) for one in items}
    everybody = set().union(*people.values())
    hidden = people_policies.hidden_among(by, everybody) if by.is_agent and everybody else set()
    return {pk for pk, ids in people.items() if ids & hidden}


def is_protected(item: PostalItem) -> bool:
    return bool(people_policies.protected_among(people_of(item)))


def veil(item: PostalItem, instead: str) -> Callable[[str], str]:
    """What takes the streets of these people out of a text: those the town knows, and that of the sender as written."""
    known = protected.addresses_of(item.request) if item.request else []
    written = [item.sender, item.read_sender, *protected.streets_of(people_of(item))]
    hidden = sorted({*known, *hiding.streets(written)}, key=lambda street: (-len(street), street))
    return lambda text: hiding.without(text, hidden, instead)


def veiled(item: PostalItem) -> PostalItem:
    """The same letter for the page, never saved: its words without the address."""
    told = veil(item, protected.label())
    item.sender, item.read_sender = name_of(item.sender), name_of(item.read_sender)
    item.subject, item.read_subject = told(item.subject), told(item.read_subject)
    return item


def name_of(sender: str) -> str:
    """« Solange Petit » of « Solange Petit, 11 rue Basse, 99000 Admiville »."""
    return sender.partition(",")[0].strip()


def sentence() -> str:
    return _(
        "Adresse protégée : l’original s’ouvre pour les agents nommés seulement. Son texte se lit ici sans l’adresse."
    )
