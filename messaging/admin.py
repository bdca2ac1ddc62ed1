"""Configuration only: the words of the messages. Envelopes are never registered here."""

from __future__ import annotations

from auditlog.registry import auditlog
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t, gettext_lazy as _

from core.typography import french
from messaging.models import MessageTemplate
from messaging.rules.wording import MissingVariable, fill, fill_line
from messaging.variables import samples, variables_of


@admin.register(MessageTemplate)
class MessageTemplateAdmin(admin.ModelAdmin):
    """Texts are seeded, changed and switched off; adding or deleting one would serve nothing."""

    list_display = ["label", "subject", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["label", "subject", "body"]
    readonly_fields = ["code", "possible_variables", "preview"]
    fields = ["label", "code", "is_active", "subject", "body", "possible_variables", "preview"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: MessageTemplate | None = None) -> bool:
        return False

    @admin.display(description=_("Variables possibles"))
    def possible_variables(self, template: MessageTemplate) -> SafeString:
        known = variables_of(template.variable_set).values()
        rows = [("{{ " + variable.name + " }}", variable.label) for variable in known]
        return format_html(
            "<ul>{}</ul><p>{}</p>",
            format_html_join("", "<li><code>{}</code> {}</li>", rows),
            _t("Un paragraphe dont toutes les variables sont vides n’est pas envoyé."),
        )

    @admin.display(description=_("Aperçu"))
    def preview(self, template: MessageTemplate) -> SafeString:
        values = samples(template.variable_set)
        try:
            subject, body = fill_line(template.subject, values), french(fill(template.body, values))
        except MissingVariable as missing:
            return format_html("<p>{}</p>", missing)
        return format_html("<p><strong>{}</strong></p><pre>{}</pre>", subject, body)


auditlog.register(MessageTemplate)
