"""What can be done to the organisation."""

from organisation.operations.import_town import import_town, name_heads
from organisation.operations.locate import Location, locate
from organisation.operations.roles import grant_role, revoke_role

__all__ = ["Location", "grant_role", "import_town", "locate", "name_heads", "revoke_role"]
