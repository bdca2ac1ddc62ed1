"""The organisation, for administrators: configuration only."""

from organisation.admin import communes, departments, geography

__all__ = ["communes", "departments", "geography"]
