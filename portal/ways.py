"""The doors that are not the web: telephone, counter, post. Always as visible, never a lesser way (CE, 3 June 2022)."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from core.models import Commune
from organisation.enums import EntityKind
from organisation.models import LegalEntity, Place, Service
from organisation.queries import opening_sentence
from procedures.form_engine import say


@dataclass(frozen=True)
class Way:
    """One card. `phone` is a number to call, `key` the line in bold, `lines` an address, `note` a sentence below."""

    code: str
    icon: str
    title: str
    key: str = ""
    phone: str = ""
    lines: tuple[str, ...] = ()
    hours: list[dict[str, str]] = field(default_factory=list)
    note: str = ""


def of_commune(commune: Commune) -> list[Way]:
    """For the home page and « Nous joindre »: the switchboard, the main counter, the town hall's address."""
    ways = []
    if commune.phone:
        note = _("Prix d’un appel local. Un agent peut remplir la demande avec vous.")
        opening = opening_sentence(commune, commune)
        note = f"{opening}. {note}" if opening else note
        ways.append(
            Way("phone", "phone", _("Par téléphone"), phone=commune.phone, hours=commune.opening_hours, note=note)
        )
    counter = Place.objects.filter(commune=commune).order_by("order", "name").first()
    if counter:
        ways.append(_counter(counter, commune))
    entity = LegalEntity.objects.filter(commune=commune, kind=EntityKind.COMMUNE).first()
    if entity:
        note = _("Formulaires papier à l’accueil. Indiquez votre numéro de demande si vous en avez un.")
        title = _("Mairie %(of_town)s") % {"of_town": commune.article_name}
        ways.append(Way("post", "mail", _("Par courrier"), key=title, lines=tuple(entity.postal_lines), note=note))
    return ways


def _counter(place: Place, commune: Commune) -> Way:
    sentences = [opening_sentence(place, commune), _("Accessible en fauteuil") if place.accessible else ""]
    return Way(
        "counter",
        "landmark",
        _("Au guichet"),
        key=place.address,
        lines=(place.name,),
        hours=place.opening_hours,
        note=" ".join(f"{sentence}." for sentence in sentences if sentence),
    )


def of_procedure(service: Service, channels: dict[str, Any]) -> list[Way]:
    """The other doors of one procedure, with what it says of each; a closed door is not shown."""
    notes = {door: say(text) for door, text in (channels.get("notes") or {}).items()}
    address = f"{service.postal_address}, {service.postcode} {service.city}"
    doors = [
        Way(
            "phone",
            "phone",
            _("Par téléphone"),
            phone=service.phone,
            note=notes.get("phone") or _("Un agent remplit la demande avec vous."),
        ),
        Way("counter", "landmark", _("Au guichet"), lines=(counter_address(service),), note=notes.get("counter", "")),
        Way("post", "mail", _("Par courrier"), lines=(service.name, address), note=notes.get("post", "")),
    ]
    return [way for way in doors if channels.get(way.code) != "closed"]


def counter_address(service: Service) -> str:
    """The first place that receives for this service, else its letters’ address."""
    place = service.places.order_by("order", "name").first()
    return f"{place.name}, {place.address}" if place else f"{service.postal_address}, {service.postcode} {service.city}"
