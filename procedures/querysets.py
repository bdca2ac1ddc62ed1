from django.db import models


class ProcedureQuerySet(models.QuerySet):
    def published(self) -> "ProcedureQuerySet":
        """Open to the public: a version in force, and not the tray to qualify."""
        return self.filter(is_open=True, is_system=False, current__isnull=False)

    def for_pages(self) -> "ProcedureQuerySet":
        return self.select_related("current", "family", "service", "legal_entity", "commune")

    def locked(self, procedure_id: int) -> "models.Model":
        return self.select_for_update(of=("self",)).get(pk=procedure_id)
