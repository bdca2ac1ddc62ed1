from django.apps import AppConfig


class GdprConfig(AppConfig):
    name = "gdpr"
    verbose_name = "Protection des données"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gdpr import publishing_check  # noqa: F401  its check joins those of the publishing
