"""Letters that hold several requests, twins about one matter, administrations."""

from __future__ import annotations

from typing import Any

from core.actor import Actor
from core.enums import Channel
from organisation.enums import Role
from organisation.models import Administration
from requests_app.models import ServiceRequest
from tests.builders import actor, give, make_agent, make_citizen, make_request, make_town

LETTER = {
    "objet": "Mon acte et un trou dans la rue",
    "message": "Bonjour, il me faut mon acte de naissance. Et il y a un trou rue des Tanneurs.",
    "courriel": "malika.benhaddou@courriel.example",
    "identite": {"family_name": "Benhaddou", "first_names": "Malika"},
}


def letter(**fields: Any) -> ServiceRequest:
    return make_request("a-qualifier", answers=dict(LETTER), channel=Channel.EMAIL, **fields)


def all_seeing(*more: str) -> Actor:
    """Handles civil status, roads and the desk; « confidentiel » where said."""
    user = make_agent("etat-civil")
    for code in ("voirie", "accueil", "ccas"):
        give(user, code, Role.HANDLER)
    for role in more:
        for code in ("etat-civil", "voirie", "accueil", "ccas"):
            give(user, code, role)
    return actor(user)


def twins(**second: Any) -> tuple[ServiceRequest, ServiceRequest]:
    """Two requests of one person, the older first."""
    return make_request(), make_request(**second)


def stranger():
    return make_citizen("Martin", "Paul", email="paul.martin@courriel.example", phone="", birth_date=None)


def make_administration(**fields: Any) -> Administration:
    known = {
        "name": "Préfecture de la Haute-Adme",
        "postal_address": "2 place de la République",
        "postcode": "99020",
        "city": "Belmont",
        "email": "accueil@prefecture.example",
        "competences": "Titres de séjour, armes, manifestations",
    }
    return Administration.objects.create(commune=make_town(), **{**known, **fields})
