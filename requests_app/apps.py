"""What people ask: requests, drafts, timeline, messages, clocks and decisions."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsAppConfig(AppConfig):
    name = "requests_app"
    verbose_name = _("Demandes")

    def ready(self) -> None:
        for name in (
            "file_access",
            "letter_standing",
            "notifications",
            "notifications_mandates",
            "privacy",
            "searching",
            "variables",
        ):
            if find_spec(f"requests_app.{name}") is None:
                continue
            module = import_module(f"requests_app.{name}")
            if hasattr(module, "register"):
                module.register()
