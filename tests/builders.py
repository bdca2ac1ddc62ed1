"""A small town, its agents and its requests, for the tests of every room above the organisation."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection, transaction
from PIL import Image

from accounts.models import User
from citizens.models import Citizen
from citizens.operations import identify
from core.actor import Actor
from core.enums import Channel
from core.models import Commune
from organisation.enums import Role
from organisation.models import DataSector, LegalEntity, Service, ServiceUserObjectPermission, Street, Ward
from procedures.models import CircuitVersion, Family, Procedure, ProcedureVersion
from procedures.operations import import_procedures
from requests_app import operations
from requests_app.enums import Phase
from requests_app.models import Draft, ServiceRequest
from requests_app.operations import Reply

PASSWORD = "Admiville-2026!"
SYSTEM = Actor.system("test")
PORTAL = Actor.anonymous()
NORTH = {"type": "Polygon", "coordinates": [[[2.40, 46.5], [2.45, 46.5], [2.45, 46.7], [2.40, 46.7], [2.40, 46.5]]]}
SERVICES = {
    "etat-civil": ("Démarches administratives et état civil", "commune", "population"),
    "citoyennete": ("Citoyenneté et conseils de quartier", "commune", "citoyennete"),
    "accueil": ("Accueil, courrier et location de salles", "commune", "citoyennete"),
    "voirie": ("Voirie et espace public", "commune", "espace-public"),
    "ccas": ("Action sociale (CCAS)", "ccas", "social"),
}

CIVIL_STATUS = {
    "nature": "naissance",
    "forme": "copie",
    "qualite": "moi",
    "identite": {"family_name": "Benhaddou", "first_names": "Malika", "birth_date": "1987-04-12"},
    "parent_1": {"family_name": "Benhaddou", "first_names": "Karim"},
    "remise": "courrier",
    "adresse_envoi": "14 rue des Tanneurs, 99000 Admiville",
    "courriel": "malika.benhaddou@courriel.example",
    "attestation": True,
}
POTHOLE = {
    "categorie": "chaussee",
    "danger": False,
    "description": "Un trou profond au milieu de la rue.",
    "lieu": {"words": "devant le 12 rue des Tanneurs", "lat": None, "lon": None},
    "suivi": "anonyme",
}


TOWN = (Commune, DataSector, LegalEntity, Service, Ward, Street, Family, CircuitVersion, Procedure, ProcedureVersion)
_written: list[tuple[str, list[str]]] = []


def make_town() -> Commune:
    """Admiville with its services, two streets, a ward and the procedures of the catalogue; once a test.

    Made and checked by the operations once a session, then its rows are written again as they came out.
    """
    commune = Commune.objects.filter(slug="admiville").first()
    if commune is not None:
        return commune
    if _written and not CircuitVersion.objects.exists():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(*_written[0])
        return Commune.objects.get(slug="admiville")
    alone = not Commune.objects.exists() and not CircuitVersion.objects.exists()
    commune = _made_town()
    if alone:
        _written[:] = [_as_written()]
    return commune


def _made_town() -> Commune:
    commune = Commune.objects.create(slug="admiville", name="Admiville", insee_code="99001", postcode="99000")
    entities = {kind: _entity(commune, kind) for kind in ("commune", "ccas")}
    for order, (code, (name, kind, sector)) in enumerate(SERVICES.items()):
        _service(commune, code, name, entities[kind], sector, order)
    ward = Ward.objects.create(commune=commune, code="nord", name="Nord", polygon=NORTH)
    Street.objects.create(commune=commune, name="rue des Tanneurs", ward=ward, postcode="99000")
    import_procedures(commune.pk)
    return commune


def _as_written() -> tuple[str, list[str]]:
    """One statement a table, with its rows: keys and all, which the sequences have left behind for good."""
    statements, rows = [], []
    with connection.cursor() as cursor:
        for table in (model._meta.db_table for model in TOWN):
            cursor.execute(f"SELECT coalesce(json_agg(t), '[]')::text FROM {table} t")  # noqa: S608
            rows.append(cursor.fetchone()[0])
            statements.append(f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, %s)")  # noqa: S608
    return ";".join(statements), rows


def _entity(commune: Commune, kind: str) -> LegalEntity:
    return LegalEntity.objects.create(
        commune=commune,
        kind=kind,
        name="Ville d’Admiville" if kind == "commune" else "CCAS d’Admiville",
        address_line_1="1 rue du Beffroi",
        postcode="99000",
        city="Admiville",
        phone="01 99 00 41 00",
        email=f"{kind}@admiville.example",
        dpo_email="dpo@admiville.example",
        court_name="tribunal administratif de Belmont",
        court_address="1 place du Palais, 99020 Belmont Cedex",
    )


def _service(commune: Commune, code: str, name: str, entity: LegalEntity, sector: str, order: int) -> Service:
    return Service.objects.create(
        commune=commune,
        legal_entity=entity,
        sector=DataSector.objects.get_or_create(commune=commune, code=sector, defaults={"name": sector})[0],
        code=code,
        name=name,
        short_name=name[:40],
        postal_address="1 rue du Beffroi",
        postcode="99000",
        city="Admiville",
        phone="01 99 00 41 12",
        email=f"{code}@admiville.example",
        order=order,
    )


def make_photo(size: tuple[int, int] = (40, 30)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, "PNG")
    return target.getvalue()


def service(code: str) -> Service:
    make_town()
    return Service.objects.get(code=code)


def procedure(code: str) -> Procedure:
    make_town()
    return Procedure.objects.select_related("current").get(code=code)


def make_agent(of: str | None = "etat-civil", *roles: str, email: str = "", **fields: Any) -> User:
    """An agent with these roles (« instructeur » unless said) in one service."""
    commune = make_town()
    known = {"first_name": "Samira", "last_name": "Marchand", "quality": "Officière d’état civil déléguée"}
    count = User.objects.count()
    user = User.objects.create_user(
        email or f"agent{count}@admiville.example", PASSWORD, **{**known, "commune": commune, **fields}
    )
    for role in (roles or (Role.HANDLER,)) if of else ():
        give(user, of, role)
    return user


def give(user: User, code: str, role: str) -> None:
    permission = Permission.objects.get(codename=role, content_type__app_label="organisation")
    ServiceUserObjectPermission.objects.create(user=user, permission=permission, content_object=service(code))


def actor(user: User) -> Actor:
    return Actor.agent(user.pk)


def holder(service_request: ServiceRequest) -> Actor:
    return Actor.link_holder(service_request.pk)


def make_citizen(family_name: str = "Benhaddou", first_names: str = "Malika", **more: Any) -> Citizen:
    known = {"birth_date": dt.date(1987, 4, 12), "email": "malika.benhaddou@courriel.example", "phone": "0639984127"}
    return identify(
        commune_id=make_town().pk, family_name=family_name, first_names=first_names, by=SYSTEM, **{**known, **more}
    )


def make_request(
    procedure_code: str = "acte-etat-civil",
    *,
    answers: dict[str, Any] | None = None,
    anonymous: bool = False,
    phase: Phase = Phase.RECEIVED,
    by_agent: User | None = None,
    **fields: Any,
) -> ServiceRequest:
    """Registered by the operation itself, then brought to ``phase`` by the agent of its service."""
    chosen = procedure(procedure_code)
    person = None if anonymous else fields.pop("citizen", None) or make_citizen()
    reply = Reply(email="malika.benhaddou@courriel.example", name="Malika Benhaddou")
    known = {
        "procedure_version_id": chosen.current_id,
        "channel": Channel.WEB,
        "answers": answers
        if answers is not None
        else (CIVIL_STATUS if procedure_code == "acte-etat-civil" else POTHOLE),
        "citizen_id": person.pk if person else None,
        "reply": Reply(channel=Channel.WEB) if anonymous else reply,
        "by": PORTAL,
    }
    made = operations.register_request(**{**known, **fields})
    return bring_to(made, phase, by_agent) if phase != Phase.RECEIVED else made


def bring_to(service_request: ServiceRequest, phase: Phase, agent: User | None = None) -> ServiceRequest:
    """By the ordinary operations, as an agent of its service."""
    roles = (Role.HANDLER, Role.CONFIDENTIAL) if service_request.confidential else (Role.HANDLER,)
    by = actor(agent or make_agent(service_request.service.code, *roles))
    pk = service_request.pk
    if phase == Phase.IN_PROGRESS:
        operations.take(pk, by=by)
    elif phase == Phase.WAITING_PERSON:
        operations.ask(pk, text="Pouvez-vous préciser ?", by=by)
    elif phase == Phase.DECIDED:
        operations.decide(pk, outcome="granted", text="Votre demande est accordée.", by=by)
    elif phase == Phase.CLOSED:
        operations.close(pk, answer="Votre acte est parti ce matin.", by=by)
    elif phase == Phase.WITHDRAWN:
        operations.withdraw(pk, by=holder(service_request))
    return ServiceRequest.objects.get(pk=pk)


def make_draft(procedure_code: str = "acte-etat-civil", answers: dict[str, Any] | None = None) -> Draft:
    chosen = procedure(procedure_code)
    draft = operations.start_draft(chosen.current_id, Channel.WEB, chosen.commune_id)
    given = usual_answers(procedure_code) if answers is None else answers
    return operations.save_draft(draft.pk, "acte", given)


def usual_answers(procedure_code: str) -> dict[str, Any]:
    return {"acte-etat-civil": CIVIL_STATUS, "signalement-voirie": POTHOLE}.get(procedure_code, {})
