from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "organisation"
    verbose_name = _("Organisation de la ville")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from organisation import privacy  # noqa: F401 (declarations)
