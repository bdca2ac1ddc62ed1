"""Wards and streets."""

from __future__ import annotations

from django.contrib import admin

from organisation.models import Street, Ward


@admin.register(Ward)
class WardAdmin(admin.ModelAdmin):
    list_display = ("name", "code")


@admin.register(Street)
class StreetAdmin(admin.ModelAdmin):
    list_display = ("name", "ward", "postcode")
    list_filter = ("ward",)
    list_select_related = ("ward",)
    search_fields = ("name", "folded")
