"""Legal entities, services and roles, places, wards and streets."""

from organisation.models.departments import Service, ServiceUserObjectPermission
from organisation.models.entities import DataSector, LegalEntity
from organisation.models.geography import Place, Street, Ward

__all__ = ["DataSector", "LegalEntity", "Place", "Service", "ServiceUserObjectPermission", "Street", "Ward"]
