"""The organisation, for administrators: configuration only."""

from organisation.admin import administrations, communes, departments, geography

__all__ = ["administrations", "communes", "departments", "geography"]
