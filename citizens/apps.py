from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "citizens"
    verbose_name = "Usagers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from citizens import policies, privacy  # noqa: F401  declares what the room holds
        from citizens.models import Citizen
        from citizens.operations.indexing import reindex_person
        from core import reindexing, search

        search.register_visibility("citizen", policies.entries_visible_to)
        reindexing.register("citizen", Citizen.objects.kept, reindex_person)
