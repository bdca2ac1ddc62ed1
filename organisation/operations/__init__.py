"""What can be done to the organisation."""

from organisation.operations.locate import Location, locate
from organisation.operations.roles import grant_role, revoke_role

__all__ = ["Location", "grant_role", "locate", "revoke_role"]
