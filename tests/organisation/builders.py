"""The organisation, for the tests of this room."""

from django.contrib.auth.models import Permission

from accounts.models import User
from core.models import Commune
from organisation.models import DataSector, LegalEntity, Service, ServiceUserObjectPermission, Street, Ward

WEST = {"type": "Polygon", "coordinates": [[[2.40, 46.5], [2.45, 46.5], [2.45, 46.7], [2.40, 46.7], [2.40, 46.5]]]}
EAST = {"type": "Polygon", "coordinates": [[[2.45, 46.5], [2.50, 46.5], [2.50, 46.7], [2.45, 46.7], [2.45, 46.5]]]}


def make_commune(slug: str = "admiville", name: str = "Admiville") -> Commune:
    return Commune.objects.get_or_create(
        slug=slug, defaults={"name": name, "insee_code": "99001", "postcode": "99000"}
    )[0]


def make_service(code: str = "voirie", commune: Commune | None = None, **fields) -> Service:
    commune = commune or make_commune()
    entity, _ = LegalEntity.objects.get_or_create(
        commune=commune, kind="commune", defaults={"name": "Ville", "address_line_1": "1 rue du Beffroi"}
    )
    sector, _ = DataSector.objects.get_or_create(commune=commune, code="secteur", defaults={"name": "Secteur"})
    known = {"name": code.title(), "short_name": code.title(), "legal_entity": entity, "sector": sector}
    return Service.objects.create(commune=commune, code=code, **{**known, **fields})


def make_agent(email: str = "agent@admiville.example", commune: Commune | None = None, **fields) -> User:
    known = {"first_name": "Anne", "last_name": "Blanc", "commune": commune or make_commune()}
    return User.objects.create_user(email, "Phrase-de-passe-2026", **{**known, **fields})


def give(user: User, service: Service, *roles: str) -> None:
    for role in roles:
        permission = Permission.objects.get(codename=role, content_type__app_label="organisation")
        ServiceUserObjectPermission.objects.create(user=user, permission=permission, content_object=service)


def make_ward(name: str, polygon: dict, commune: Commune | None = None) -> Ward:
    return Ward.objects.create(commune=commune or make_commune(), code=name.lower(), name=name, polygon=polygon)


def make_street(
    name: str, ward: Ward | None = None, line: list | None = None, commune: Commune | None = None
) -> Street:
    street = Street(commune=commune or make_commune(), name=name, ward=ward, postcode="99000")
    street.geometry = {"type": "LineString", "coordinates": line} if line else None
    street.save()
    return street
