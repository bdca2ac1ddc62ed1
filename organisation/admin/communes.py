"""The commune’s own page: name, theme, map, choices. It is made at installation, never added nor removed here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _, ngettext

from core.models import Commune
from organisation.admin.fields import OpeningHoursField, PlanField


class CommuneForm(forms.ModelForm):
    opening_hours = OpeningHoursField()
    plan = PlanField()

    class Meta:
        model = Commune
        exclude = ("map_layer",)  # noqa: DJ006 - too large for a text box: sent as a file


@admin.register(Commune)
class CommuneAdmin(admin.ModelAdmin):
    form = CommuneForm
    list_display = ("name", "insee_code", "phone")
    readonly_fields = ("map_size",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "insee_code", "postcode")}),
        (_("Coordonnées"), {"fields": ("address", "phone", "email", "website", "opening_hours")}),
        (_("Calendrier"), {"fields": ("timezone", "alsace_moselle")}),
        (_("Aspect"), {"fields": ("primary_colour", "accent_colour", "logo_svg_name")}),
        (
            _("Plan"),
            {"fields": ("map_size", "plan", "map_centre_lat", "map_centre_lon", "map_tile_url", "map_attribution")},
        ),
        (_("Choix"), {"fields": ("accessibility_level", "deliver_record_online", "files_without_scanner")}),
    )

    @admin.display(description=_("plan enregistré"))
    def map_size(self, commune: Commune) -> str:
        count = len((commune.map_layer or {}).get("features", []))
        return ngettext("%(n)d tracé", "%(n)d tracés", count) % {"n": count} if count else str(_("aucun"))

    def save_model(self, request: HttpRequest, obj: Commune, form: Any, change: bool) -> None:
        if plan := form.cleaned_data.get("plan"):
            obj.map_layer = plan
        super().save_model(request, obj, form, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Commune | None = None) -> bool:
        return False
