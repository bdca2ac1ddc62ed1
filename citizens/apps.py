from django.apps import AppConfig


class CitizensConfig(AppConfig):
    name = "citizens"
    verbose_name = "Usagers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from citizens import privacy  # noqa: F401  declares what the room holds
