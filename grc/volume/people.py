"""The people of the town, each drawn from the seed and its rank alone: nobody is kept in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from zlib import crc32

from django.db import models

from citizens.enums import Civility, ContactKind, PartyKind
from citizens.models import Citizen, ContactPoint
from citizens.operations.indexing import search_row
from citizens.rules.names import directory_key, folded_name
from core.folding import fold
from core.templatetags.grc_dates import date_simple, jour
from grc.volume import words
from grc.volume.town import House, Town

HOUSEHOLD = 3
KNOWN_AT_FIRST = 0.34
DAYS_A_YEAR = 365
# Of a hundred: e-mail, telephone, birth date known; written twice; of a hundred thousand: known confidentially only.
EMAIL, PHONE, BIRTH, TWICE, CLUB, VEILED = 76, 88, 90, 2, 1, 300


@dataclass(frozen=True)
class Person:
    rank: int
    kind: str
    family: str
    first: str
    civility: str
    born: dt.date | None
    email: str
    phone: str
    house: House
    veiled: bool
    other_family: str
    other_first: str
    other_born: dt.date

    @property
    def names(self) -> tuple[str, str]:
        return self.family, self.first


class People:
    def __init__(self, town: Town, seed: int, count: int, bases: dict[str, int]) -> None:
        self.town, self.seed, self.count, self.bases = town, seed, count, bases
        self.get = lru_cache(maxsize=20_000)(self._get)

    def trait(self, rank: int, what: str) -> int:
        """A number below a hundred thousand that this person always has for this."""
        return crc32(f"{self.seed}:{rank}:{what}".encode()) % 100_000

    def has(self, rank: int, *, email: bool, phone: bool, birth: bool, veiled: bool) -> bool:
        """Whether a story that needs these can be theirs."""
        if (self.trait(rank, "voile") < VEILED) != veiled or self.trait(rank, "club") < CLUB * 1000:
            return False
        return not (
            (email and self.trait(rank, "courriel") >= EMAIL * 1000)
            or (phone and self.trait(rank, "telephone") >= PHONE * 1000)
            or (birth and self.trait(rank, "naissance") >= BIRTH * 1000)
        )

    def _get(self, rank: int) -> Person:
        if (
            rank % HOUSEHOLD
            and self.trait(rank, "double") < TWICE * 1000
            and self.trait(rank - 1, "club") >= CLUB * 1000
        ):
            return self._again(rank)
        home = Random(self.seed * 1_000_003 + rank // HOUSEHOLD)
        household_name, street = words.family(home), home.random()
        number = 1 + int(home.random() ** 2 * 180)
        shared = f"07 00 {home.randrange(100):02d} {home.randrange(100):02d} {home.randrange(100):02d}"
        chance = Random(self.seed * 7_000_003 + rank)
        side = self.town.streets["all"]
        house = self.town.house("all", int(street * len(side)), number)
        if self.trait(rank, "club") < CLUB * 1000:
            return self._club(rank, chance, house)
        woman, age = chance.random() < 0.53, int(18 + chance.random() ** 1.3 * 77)
        name = household_name if chance.random() < 0.7 else words.family(chance)
        given = words.first(chance, woman=woman, age=age)
        own = f"07 00 {chance.randrange(100):02d} {chance.randrange(100):02d} {chance.randrange(100):02d}"
        born = dt.date(self.town.last.year - age - 1, 1, 1) + dt.timedelta(days=chance.randrange(DAYS_A_YEAR))
        return Person(
            rank=rank,
            kind=PartyKind.PERSON,
            family=name,
            first=given,
            civility=(Civility.MADAM if woman else Civility.SIR) if chance.random() < 0.1 else "",
            born=born if self.trait(rank, "naissance") < BIRTH * 1000 else None,
            email=_email(chance, given, name, rank) if self.trait(rank, "courriel") < EMAIL * 1000 else "",
            phone=(shared if chance.random() < 0.18 else own) if self.trait(rank, "telephone") < PHONE * 1000 else "",
            house=house,
            veiled=self.trait(rank, "voile") < VEILED,
            other_family=words.family(chance),
            other_first=words.first(chance, woman=not woman, age=chance.randrange(80)),
            other_born=dt.date(self.town.last.year - chance.randrange(3, 90), 1, 1)
            + dt.timedelta(days=chance.randrange(DAYS_A_YEAR)),
        )

    def _again(self, rank: int) -> Person:
        """Somebody typed twice: one name a letter away, the same birth and telephone."""
        same = self._get(rank - 1)
        chance = Random(self.seed * 11_000_003 + rank)
        return Person(
            **{
                **same.__dict__,
                "rank": rank,
                "family": words.misspelt(chance, same.family),
                "veiled": self.trait(rank, "voile") < VEILED,
                "born": same.born or same.other_born,
                "email": same.email or _email(chance, same.first, same.family, rank),
                "phone": same.phone or "07 00 00 00 01",
            }
        )

    def _club(self, rank: int, chance: Random, house: House) -> Person:
        name = words.club(chance)
        return Person(
            rank, PartyKind.ASSOCIATION, name, "", "", None, f"contact{rank}@association.example",
            f"07 00 {chance.randrange(100):02d} {chance.randrange(100):02d} 00", house, False, name,
            "", dt.date(1970, 1, 1),
        )  # fmt: skip

    def known_at(self, rank: int) -> dt.datetime:
        """The file of people grows with the years: a third of it was there at the start."""
        town = self.town
        part = max(0.0, (rank / self.count - KNOWN_AT_FIRST) / (1 - KNOWN_AT_FIRST))
        days = int(part * ((town.last - town.first).days - 1))
        return town.instant(town.first + dt.timedelta(days=days), 20_000, rank % 1_000_000)

    def some(self, chance: Random, day: dt.date) -> int:
        """Somebody known by that day; some people ask much more often than others."""
        town = self.town
        part = (day - town.first).days / max(1, (town.last - town.first).days)
        known = max(1, int(self.count * (KNOWN_AT_FIRST + (1 - KNOWN_AT_FIRST) * part) * 0.98))
        return int(known * chance.random() ** 1.5)

    def row_id(self, rank: int) -> int:
        return self.bases["citizens_citizen"] + rank + 1


def _email(chance: Random, first: str, family: str, rank: int) -> str:
    local = f"{fold(first)}.{fold(family)}".replace(" ", "-")
    place = ("courriel", "messagerie", "postier", "boite")[chance.randrange(4)]
    return f"{local}{rank if chance.random() < 0.6 else rank % 97}@{place}.example"


class Texts(dict[str, tuple[str, str]]):
    """(as typed, folded) of what a story may say of somebody; each is spelt when it is first asked for."""

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person

    def __missing__(self, name: str) -> tuple[str, str]:
        found = self[name] = self._spell(name)
        return found

    def _spell(self, name: str) -> tuple[str, str]:
        person = self.person
        if name == "home":
            return person.house.line, person.house.folded
        if name.startswith("phone"):
            digits = person.phone.replace(" ", "")
            spelt = {"phone": person.phone, "phone+33": f"+33{digits[1:]}", "phone0": digits}
            return spelt[name], digits
        who, _mark, style = name.rpartition("_")
        if style in ("iso", "day", "plain"):
            return _birth(person.born if who == "born" else person.other_born, style)
        text = str(getattr(person, name))
        return text, fold(text)


@lru_cache(maxsize=50_000)
def _birth(day: dt.date | None, style: str) -> tuple[str, str]:
    if day is None:
        return "", ""
    text = day.isoformat() if style == "iso" else jour(day) if style == "day" else date_simple(day)
    return text, fold(text)


def rows_of(person: Person, people: People, uuid: str, at: dt.datetime) -> Iterator[tuple[str, list[object]]]:
    """(table, cells in the order of the columns) of one person, folded and marked by the rules of their room."""
    town, pk = people.town, people.row_id(person.rank)
    citizen = Citizen(
        id=pk,
        public_id=uuid,
        commune_id=town.commune.pk,
        kind=person.kind,
        registration=f"W{991_000_000 + person.rank}" if person.kind != PartyKind.PERSON else "",
        civility=person.civility,
        family_name=person.family,
        first_names=person.first,
        birth_date=person.born,
        sort_key=directory_key(person.family, person.first),
        folded_name=folded_name(person.family, person.first),
        veiled=person.veiled,
        created_at=at,
    )
    yield "citizens_citizen", cells(citizen)
    points = list(_points(person, people, pk, at))
    for point in points:
        yield "citizens_contactpoint", cells(point)
    open_points = [] if person.veiled else points
    made = [search_row(citizen, [citizen], open_points, veiled=False)] if not person.veiled else []
    if person.veiled:
        made.append(search_row(citizen, [citizen], points, veiled=True))
    for row in made:
        row.pk = people.bases["citizens_personsearchrow"] + person.rank + 1
        yield "citizens_personsearchrow", cells(row)
    text = " ".join([made[0].names, made[0].phones, made[0].emails, made[0].streets.replace("|", " ")])
    entry = people.bases["core_searchentry"] + person.rank + 1
    yield "core_searchentry", [
        entry, "citizen", pk, town.commune.pk, None, "", made[0].veiled, False, fold(text)[:20_000],
    ]  # fmt: skip


def _points(person: Person, people: People, pk: int, at: dt.datetime) -> Iterator[ContactPoint]:
    commune = people.town.commune
    postal = f"{person.house.line}, {commune.postcode} {commune.name}"
    # Normalised by construction as the room would: a test asks it.
    known = (
        (ContactKind.EMAIL, person.email, person.email),
        (ContactKind.PHONE, person.phone, f"+33{person.phone.replace(' ', '')[1:]}" if person.phone else ""),
        (ContactKind.POSTAL, postal, fold(postal)[:500]),
    )
    first = people.bases["citizens_contactpoint"] + person.rank * 3 + 1
    for place, (kind, value, normalised) in enumerate(known):
        if value:
            yield ContactPoint(
                id=first + place, citizen_id=pk, kind=kind, value=value,
                normalised=normalised, veiled=person.veiled, created_at=at,
            )  # fmt: skip


def cells(row: models.Model) -> list[object]:
    return [getattr(row, column) for column in _columns(type(row))]


@lru_cache(maxsize=16)
def _columns(model: type[models.Model]) -> tuple[str, ...]:
    fields = model._meta.local_concrete_fields
    return tuple(field.attname for field in fields if not isinstance(field, models.GeneratedField))
