from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every room stands on."""

    name = "core"
    verbose_name = "Commune"

    def ready(self) -> None:
        from core import personal_data

        personal_data.declare_all()
