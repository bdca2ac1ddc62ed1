"""Legal entities, services and roles, places, wards and streets; the administrations beside the town."""

from organisation.models.administrations import Administration
from organisation.models.departments import Service, ServiceUserObjectPermission
from organisation.models.entities import DataSector, LegalEntity
from organisation.models.geography import Place, Street, Ward

__all__ = [
    "Administration",
    "DataSector",
    "LegalEntity",
    "Place",
    "Service",
    "ServiceUserObjectPermission",
    "Street",
    "Ward",
]
