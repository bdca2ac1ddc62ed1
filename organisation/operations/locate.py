"""Where something is: from a point, from words, or from both; and why, in a sentence the agent reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat, Length
from django.utils.translation import gettext as _

from organisation.models import Street, Ward
from organisation.rules.addresses import core_name, read_address

if TYPE_CHECKING:
    from shapely.geometry import Point

# One degree of latitude is 111 km; a person pointing on a phone is rarely more than 60 m from the street.
NEAR_DEGREES = 60 / 111_000


@dataclass(frozen=True)
class Location:
    """``reason`` is always filled: how the place was found, or why it was not."""

    ward: Ward | None
    street: Street | None
    reason: str

    @property
    def is_placed(self) -> bool:
        return self.ward is not None


def locate(commune_id: int, *, lat: float | None = None, lon: float | None = None, address: str = "") -> Location:
    """The point decides the ward; without a point, the street does. Never raises: an unplaced address says why."""
    street = _street_named_in(commune_id, address)
    if lat is not None and lon is not None:
        return _from_point(commune_id, lat, lon, street)
    if not (address or "").strip():
        return Location(None, None, _("aucune adresse donnée"))
    if street is None:
        return Location(None, None, _("adresse non reconnue parmi les rues de la commune"))
    if street.ward is None:
        return Location(None, street, _("%(street)s, qui traverse plusieurs quartiers") % {"street": street.name})
    return Location(
        street.ward, street, _("%(street)s, quartier %(ward)s") % {"street": street.name, "ward": street.ward.name}
    )


def _from_point(commune_id: int, lat: float, lon: float, street: Street | None) -> Location:
    from shapely.geometry import Point, shape  # heavy: see models/geography.py

    point = Point(lon, lat)
    ward = next(
        (ward for ward in Ward.objects.filter(commune_id=commune_id) if shape(ward.polygon).covers(point)), None
    )
    if ward is None:
        if street is not None and street.ward is not None:
            reason = _("point hors de la commune ; %(street)s, quartier %(ward)s")
            return Location(street.ward, street, reason % {"street": street.name, "ward": street.ward.name})
        return Location(None, street, _("point hors des quartiers de la commune"))
    return Location(
        ward, street or _nearest_street(commune_id, point), _("point du plan, quartier %(ward)s") % {"ward": ward.name}
    )


def _street_named_in(commune_id: int, address: str) -> Street | None:
    """The longest street name written whole in the address; else the only street with that name whatever its type."""
    text = read_address(address or "").street
    if not text:
        return None
    streets = Street.objects.filter(commune_id=commune_id).select_related("ward")
    whole = (
        streets.annotate(written=Value(f" {text} "), wanted=Concat(Value(" "), "folded", Value(" ")))
        .filter(written__contains=F("wanted"))
        .order_by(Length("folded").desc(), "pk")
        .first()
    )
    return whole or _only_street_called(streets, text)


def _only_street_called(streets: QuerySet[Street], text: str) -> Street | None:
    """« place Jean-Moulin » where the town has only a « rue Jean-Moulin »: found if no other street bears the name."""
    name = core_name(text.split(" 99")[0])
    if len(name) < 4:
        return None
    found = [street for street in streets.filter(folded__contains=name)[:5] if core_name(street.folded) == name]
    return found[0] if len(found) == 1 else None


def _nearest_street(commune_id: int, point: Point) -> Street | None:
    from shapely.geometry import shape  # heavy: see models/geography.py

    best, best_distance = None, NEAR_DEGREES
    for street in Street.objects.filter(commune_id=commune_id, geometry__isnull=False):
        distance = shape(street.geometry or {}).distance(point)
        if distance < best_distance:
            best, best_distance = street, distance
    return best
