"""The directory of administrations that are competent where the town is not (CRPA L114-2)."""

from __future__ import annotations

from django.contrib import admin

from organisation.models import Administration


@admin.register(Administration)
class AdministrationAdmin(admin.ModelAdmin):
    list_display = ("name", "competences", "email", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "competences")
