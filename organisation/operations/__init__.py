"""What can be done to the organisation."""

from organisation.operations.absences import end_absence, record_absence
from organisation.operations.announce_closure import announce_closure
from organisation.operations.import_town import import_town, name_heads
from organisation.operations.leave import leave_services
from organisation.operations.locate import Location, locate
from organisation.operations.roles import grant_role, revoke_role

__all__ = [
    "Location",
    "announce_closure",
    "end_absence",
    "grant_role",
    "import_town",
    "leave_services",
    "locate",
    "name_heads",
    "record_absence",
    "revoke_role",
]
