"""People of the demonstration whom the single counter must tell apart: a household, homonyms, a club, a mandate."""

from __future__ import annotations

import datetime as dt

from accounts.models import User
from citizens.enums import AlertKind, MandateScope, Need, PartyKind
from citizens.models import Citizen
from citizens.operations import (
    add_organisation_contact,
    create_person,
    give_mandate,
    protect_address,
    raise_alert,
    update_person,
)
from core import calendar
from core.actor import Actor
from core.models import Commune
from organisation.enums import Role
from organisation.models import ServiceUserObjectPermission

BY = Actor.system("seed_demonstration")
HOUSEHOLD = {"phone": "01 99 00 55 12", "postal_address": "8 rue des Tanneurs, 99000 Admiville"}
CLUB = "Les Amis du Beffroi"


def settle_people(commune: Commune) -> int:
    """Idempotent; returns how many people were added."""
    if Citizen.objects.filter(commune=commune, family_name=CLUB).exists():
        return 0
    before = Citizen.objects.filter(commune=commune).count()
    _household(commune)
    _homonyms(commune)
    _club(commune)
    _represented(commune)
    _protected(commune)
    return Citizen.objects.filter(commune=commune).count() - before


def _person(commune: Commune, family_name: str, first_names: str, born: str = "", **more: str) -> Citizen:
    birth_date = dt.date.fromisoformat(born) if born else None
    return create_person(
        commune_id=commune.pk, family_name=family_name, first_names=first_names, birth_date=birth_date, by=BY, **more
    )


def _household(commune: Commune) -> None:
    """Three people, one phone; the grandmother speaks Tamazight and reads with help."""
    mother = _person(commune, "Haddad", "Nadia", "1979-09-14", email="nadia.haddad@courriel.example", **HOUSEHOLD)
    _person(commune, "Haddad", "Yanis", "2006-05-02", **HOUSEHOLD)
    grandmother = _person(commune, "Aït Saïd", "Fatma", "1948-01-01", **HOUSEHOLD)
    update_person(mother.pk, civility="madame", name_in_use="Mercier", by=BY)
    needs = [Need.INTERPRETER, Need.READING_HELP]
    update_person(grandmother.pk, civility="madame", language="ber", needs=needs, preferred_channel="phone", by=BY)


def _homonyms(commune: Commune) -> None:
    """Father and son, one name; and somebody typed twice."""
    father = _person(commune, "Martin", "Philippe", "1956-03-11", postal_address="3 rue du Port, 99000 Admiville")
    _person(commune, "Martin", "Philippe", "1984-07-30", phone="06 39 98 21 04")
    agent = _agent(commune, Role.COUNTER)
    if agent is not None:
        until = calendar.today(commune) + dt.timedelta(days=180)
        raise_alert(father.pk, kind=AlertKind.HOMONYM, until_on=until, by=Actor.agent(agent.pk))
    _person(commune, "Lefebvre", "Michaël", "1991-11-23", phone="06 39 98 33 71", email="m.lefebvre@courriel.example")
    _person(commune, "Lefèvre", "Mickaël", "1991-11-23", phone="06 39 98 33 71")


def _club(commune: Commune) -> None:
    club = _person(
        commune, CLUB, "", kind=PartyKind.ASSOCIATION, registration="W991000123", email="amis@beffroi.example",
        postal_address="2 place du Marché, 99000 Admiville",
    )  # fmt: skip
    for family, first, role, phone in (
        ("Quéméneur", "Solène", "présidente", "06 39 98 40 18"),
        ("Diallo", "Amadou", "trésorier", "06 39 98 40 62"),
    ):
        add_organisation_contact(club.pk, person_id=_person(commune, family, first, phone=phone).pk, role=role, by=BY)


def _represented(commune: Commune) -> None:
    """A son acts for his mother for two years, for everything."""
    mother = _person(
        commune, "Carpentier", "Odette", "1936-12-05", postal_address="21 rue Jean-Jaurès, 99000 Admiville"
    )
    son = _person(commune, "Carpentier", "Benoît", "1963-04-17", phone="06 39 98 52 90")
    update_person(mother.pk, civility="madame", preferred_channel="post", needs=[Need.LARGE_PRINT], by=BY)
    until = calendar.today(commune) + dt.timedelta(days=730)
    give_mandate(principal_id=mother.pk, mandatary_id=son.pk, until_on=until, scope=MandateScope.EVERYTHING, by=BY)


def _protected(commune: Commune) -> None:
    keeper = _agent(commune, Role.CONFIDENTIAL) or _agent(commune, Role.MANAGER)
    if keeper is None:
        return
    phone, home = "06 39 98 61 27", "5 impasse des Lavandières, 99000 Admiville"
    person = _person(commune, "Vasseur", "Élodie", "1990-06-08", phone=phone, postal_address=home)
    protect_address(person.pk, keepers=[keeper.pk], by=BY)


def _agent(commune: Commune, role: Role) -> User | None:
    held = ServiceUserObjectPermission.objects.filter(
        permission__codename=role, content_object__commune=commune, user__is_active=True
    )
    found = held.order_by("user_id").select_related("user").first()
    return found.user if found else None
