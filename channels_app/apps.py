"""How things come in: the doors."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsAppConfig(AppConfig):
    name = "channels_app"
    verbose_name = _("Canaux d’arrivée")

    def ready(self) -> None:
        from channels_app import call_policies, contact_policies, continuity, notifications, privacy  # noqa: F401 - subscribes
        from channels_app.email import subaddresses
        from channels_app.post import file_access, indexing
        from messaging import threading

        privacy.declare_all()
        contact_policies.register()
        call_policies.register()
        continuity.register()
        file_access.register()
        indexing.register()
        threading.register_mailboxes(subaddresses.are_read_at)
