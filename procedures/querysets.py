from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from procedures.models import Procedure


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def published(self) -> ProcedureQuerySet:
        """Open to the public: a version in force, and not the tray to qualify."""
        return self.filter(is_open=True, is_system=False, current__isnull=False)

    def for_pages(self) -> ProcedureQuerySet:
        found = self.select_related("current", "family", "service", "legal_entity", "commune")
        return found.defer("commune__map_layer")

    def locked(self, procedure_id: int) -> Procedure:
        return self.select_for_update(of=("self",)).get(pk=procedure_id)
