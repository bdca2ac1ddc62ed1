"""The organisation, for administrators: configuration only."""

from organisation.admin import communes, geography, services

__all__ = ["communes", "geography", "services"]
