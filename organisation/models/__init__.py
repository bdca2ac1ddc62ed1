"""Legal entities, services and roles, places, wards and streets; closures and absences; other administrations."""

from organisation.models.administrations import Administration
from organisation.models.departments import Service, ServiceUserObjectPermission
from organisation.models.entities import DataSector, LegalEntity
from organisation.models.geography import Place, Street, Ward
from organisation.models.presence import Absence, Closure

__all__ = [
    "Absence",
    "Administration",
    "Closure",
    "DataSector",
    "LegalEntity",
    "Place",
    "Service",
    "ServiceUserObjectPermission",
    "Street",
    "Ward",
]
