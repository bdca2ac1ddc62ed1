from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationConfig(AppConfig):
    name = "organisation"
    verbose_name = _("Organisation de la ville")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.audit import watch
        from core.models import Commune
        from organisation import models, privacy  # noqa: F401 (declarations)

        watch(Commune, ignored=("map_layer",))
        watch(models.LegalEntity, hidden=("representative", "publication_director", "dpo_name", "dpo_email"))
        watch(models.Ward, ignored=("polygon",))
        watched = (
            models.DataSector,
            models.Service,
            models.ServiceUserObjectPermission,
            models.Place,
            models.Closure,
        )
        for model in watched:
            watch(model)
