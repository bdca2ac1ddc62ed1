"""The commune, its services and its agents."""

from __future__ import annotations

from typing import Any

import yaml

from accounts.models import User
from accounts.operations import Person, give_known_device, open_account
from core.actor import Actor
from core.models import Commune
from organisation.models import Service
from organisation.operations import grant_role, import_town, name_heads
from organisation.seeds import ADMIVILLE

BY = Actor.system("seed_demonstration")
# Printed in the README: these accounts exist in demonstrations only.
AGENT_PASSWORD = "Admiville-2026!"  # noqa: S105
ADMINISTRATOR_PASSWORD = "Administration-2026!"  # noqa: S105
# So that `/mails/` can show the code of the moment.
TOTP_KEY = "6772632d61646d6976696c6c652d64656d6f6e73"
PERSON_FIELDS = ("email", "first_name", "last_name", "quality", "phone")


def lay_down_the_town() -> Commune:
    """Idempotent: accounts and roles that exist are left as they are."""
    commune = import_town(ADMIVILLE, BY)
    people = yaml.safe_load((ADMIVILLE / "people.yaml").read_text(encoding="utf-8"))
    services = dict(Service.objects.filter(commune=commune).values_list("code", "pk"))
    for known in people["agents"]:
        if not User.objects.filter(email=known["email"]).exists():
            _open_agent(commune, known, services)
    for known in people["administrators"]:
        person = Person(**{key: known[key] for key in PERSON_FIELDS})
        user = open_account(person, commune_id=commune.pk, password=ADMINISTRATOR_PASSWORD, administrator=True, by=BY)
        give_known_device(user.pk, key=TOTP_KEY)
    name_heads(commune.pk, ADMIVILLE, BY)
    return commune


def _open_agent(commune: Commune, known: dict[str, Any], services: dict[str, int]) -> None:
    person = Person(**{key: known[key] for key in PERSON_FIELDS})
    user = open_account(person, commune_id=commune.pk, password=AGENT_PASSWORD, by=BY)
    for role, codes in known["roles"].items():
        for code in codes:
            grant_role(user.pk, services[code], role, BY)
