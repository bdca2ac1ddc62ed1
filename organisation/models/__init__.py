"""Legal entities, services and roles, places, wards and streets."""

from organisation.models.entities import DataSector, LegalEntity
from organisation.models.geography import Place, Street, Ward
from organisation.models.services import Service, ServiceUserObjectPermission

__all__ = ["DataSector", "LegalEntity", "Place", "Service", "ServiceUserObjectPermission", "Street", "Ward"]
