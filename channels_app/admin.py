"""Configuration only: the mailboxes of the town. Mails are never registered here."""

from __future__ import annotations

from auditlog.registry import auditlog
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from channels_app.models import Mailbox


@admin.register(Mailbox)
class MailboxAdmin(admin.ModelAdmin):
    list_display = ["address", "service", "procedure", "secrecy", "is_main", "is_active", "last_seen_at", "last_error"]
    list_filter = ["is_active", "service"]
    search_fields = ["address"]
    list_select_related = ["service", "procedure"]
    readonly_fields = ["secrecy", "last_seen_at", "last_error"]
    fieldsets = [
        (
            None,
            {"fields": ["commune", "address", "service", "procedure", "purpose", "secrecy", "is_main", "is_active"]},
        ),
        (
            _("Lecture par IMAP"),
            {
                "fields": [
                    "host",
                    "port",
                    "security",
                    "username",
                    "auth",
                    "secret",
                    "folder",
                    "folder_done",
                    "start_on",
                    "supports_subaddress",
                ]
            },
        ),
        (_("État"), {"fields": ["last_seen_at", "last_error"]}),
    ]

    @admin.display(description=_("confidentielle"), boolean=True)
    def secrecy(self, mailbox: Mailbox) -> bool:
        return bool(mailbox.pk) and mailbox.is_confidential


auditlog.register(
    Mailbox, exclude_fields=["last_seen_at", "last_error", "uid_validity", "last_uid", "missed", "trying_uid", "tries"]
)
