"""Lays down a town described in files: what is missing is created, what an administrator has changed is left alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from accounts.models import User
from core.actor import Actor
from core.models import Commune
from organisation import policies
from organisation.models import Administration, DataSector, LegalEntity, Place, Service, Street, Ward

TOWN, PLAN = "town.yaml", "plan.geojson"


@transaction.atomic
def import_town(folder: Path, by: Actor) -> Commune:
    """``folder`` holds ``town.yaml`` and, where the town has a map, ``plan.geojson``.

    Running it again adds what is new. Raises Forbidden, FileNotFoundError, KeyError for a missing part.
    """
    policies.require_configuration(by)
    town = yaml.safe_load((folder / TOWN).read_text(encoding="utf-8"))
    plan = json.loads((folder / PLAN).read_text(encoding="utf-8")) if (folder / PLAN).exists() else None
    known = town["commune"]
    commune, _created = Commune.objects.get_or_create(slug=known["slug"], defaults={**known, "map_layer": plan})
    _entities_and_sectors(commune, town)
    _services_and_places(commune, town)
    _administrations(commune, town)
    if plan is not None:
        _wards_and_streets(commune, plan)
    return commune


def _entities_and_sectors(commune: Commune, town: dict[str, Any]) -> None:
    for entity in town["legal_entities"]:
        LegalEntity.objects.get_or_create(commune=commune, name=entity["name"], defaults=entity)
    for order, sector in enumerate(town["data_sectors"]):
        defaults = {"name": sector["name"], "legal_source": town["sector_source"], "order": order}
        DataSector.objects.get_or_create(commune=commune, code=sector["code"], defaults=defaults)


def _administrations(commune: Commune, town: dict[str, Any]) -> None:
    for order, known in enumerate(town.get("administrations", ())):
        Administration.objects.get_or_create(commune=commune, name=known["name"], defaults={**known, "order": order})


def _services_and_places(commune: Commune, town: dict[str, Any]) -> None:
    sectors = {sector.code: sector for sector in DataSector.objects.filter(commune=commune)}
    entities = {entity.name: entity for entity in LegalEntity.objects.filter(commune=commune)}
    own = next(entity for entity in entities.values() if entity.kind == "commune")
    site = {"postcode": commune.postcode, "city": commune.name}
    services = {}
    for order, known in enumerate(town["services"]):
        plain = {key: value for key, value in known.items() if key not in {"sector", "entity", "head"}}
        links = {"sector": sectors[known["sector"]], "legal_entity": entities.get(known.get("entity", ""), own)}
        services[known["code"]], _created = Service.objects.get_or_create(
            commune=commune, code=known["code"], defaults={**site, **plain, **links, "order": order}
        )
    for order, place in enumerate(town["places"]):
        defaults = {**site, **place, "service": services[place["service"]], "order": order}
        Place.objects.get_or_create(commune=commune, name=place["name"], defaults=defaults)


def _wards_and_streets(commune: Commune, plan: dict[str, Any]) -> None:
    features = [(feature["properties"], feature["geometry"]) for feature in plan["features"]]
    wards = {}
    for order, (known, polygon) in enumerate(pair for pair in features if pair[0]["kind"] == "ward"):
        defaults = {"name": known["name"], "polygon": polygon, "order": order}
        wards[known["code"]], _created = Ward.objects.get_or_create(
            commune=commune, code=known["code"], defaults=defaults
        )
    present = set(Street.objects.filter(commune=commune).values_list("name", flat=True))
    for known, line in features:
        if known["kind"] == "street" and known["name"] not in present:
            ward = wards.get(known["ward"])
            Street(commune=commune, name=known["name"], ward=ward, geometry=line, postcode=commune.postcode).save()


@transaction.atomic
def name_heads(commune_id: int, folder: Path, by: Actor) -> None:
    """Heads of service, once the accounts exist; a head already named is kept."""
    policies.require_configuration(by)
    town = yaml.safe_load((folder / TOWN).read_text(encoding="utf-8"))
    users = {user.email: user for user in User.objects.filter(commune_id=commune_id)}
    for known in town["services"]:
        head = users.get(known.get("head", ""))
        if head is not None:
            Service.objects.filter(commune_id=commune_id, code=known["code"], head=None).update(head=head)
