"""All the stories of the town played once, each by its ways: the moulds every request is cast from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from core.enums import Channel
from core.models import Commune
from grc.volume import placeholders as the
from grc.volume.moulds import Mould, mould_of
from grc.volume.playing import play, scene_of
from grc.volume.stage import Table, one_play, open_stage
from organisation.models import Ward

STORIES = Path(__file__).parent / "stories.yaml"
# The ward whose reports go to another team.
APART = "sud"
Told = Callable[[int, int], None]
Plan = tuple[dict[str, Any], dict[str, Any], Ward | None, list[dict[str, Any]], float]


def cast_moulds(commune: Commune, known: list[Table], told: Told, *, only: frozenset[str] | None = None) -> list[Mould]:
    """``told(done, total)`` after each play; ``only`` some stories. Nothing is left in the database."""
    plays = list(plans(commune, only))
    by_code = {table.code: table for table in known}
    moulds = []
    with transaction.atomic(), open_stage(known):
        for rank, (story, way, ward, path, weight) in enumerate(plays):
            with one_play(known, rank):
                scene = scene_of(commune, story, ward, rank)
                played = play(scene, known, story, Channel(way["channel"]).value, path, rank)
                moulds.append(mould_of(played, by_code, ward=ward.code if ward else "", weight=weight))
            told(rank + 1, len(plays))
        transaction.set_rollback(True)
    return moulds


def plans(commune: Commune, only: frozenset[str] | None) -> Iterator[Plan]:
    """(story, way, ward, steps, weight): what happens in the street happens in the ward apart or in another."""
    book = yaml.safe_load(_of_the_town(STORIES.read_text(encoding="utf-8"), commune))
    wards = list(Ward.objects.filter(commune=commune).order_by("order", "pk"))
    apart = next((ward for ward in wards if ward.code == APART), None)
    other = next((ward for ward in wards if ward.code != APART), None)
    for told in book["stories"]:
        story = {**told, "home": book["home"]}
        if only is not None and story["key"] not in only:
            continue
        total = sum(way["weight"] for way in story["ways"])
        for rank, way in enumerate(story["ways"]):
            weight = story["weight"] * way["weight"] / total
            path = book["paths"][way["path"]]
            in_the_street = "lieu" in story["answers"]
            if in_the_street and apart is not None and rank == 0:
                yield story, way, apart, path, weight / len(wards)
                weight -= weight / len(wards)
            yield story, way, other if in_the_street else None, path, weight


def _of_the_town(text: str, commune: Commune) -> str:
    return text.replace(the.TOWN_LINE, f"{commune.postcode} {commune.name}")
