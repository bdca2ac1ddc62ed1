from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "files"
    verbose_name = "Fichiers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from files import privacy  # noqa: F401  declares what the room holds
