"""What people ask: requests, drafts, timeline, messages, clocks and decisions."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsAppConfig(AppConfig):
    name = "requests_app"
    verbose_name = _("Demandes")

    def ready(self) -> None:
        from . import file_access, notifications, privacy, searching, variables

        for module in (file_access, notifications, privacy, searching, variables):
            if hasattr(module, "register"):
                module.register()
