"""Families can be renamed and ordered here; procedures are read, and opened or closed: their texts come by import."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from procedures.models import Family, Procedure


@admin.register(Family)
class FamilyAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "icon", "order"]
    list_editable = ["order"]
    fields = ["name", "description", "icon", "order"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Procedure)
class ProcedureAdmin(admin.ModelAdmin):
    list_display = ["title", "code", "family", "service", "legal_entity", "confidential", "is_open", "current"]
    list_filter = ["family", "service", "is_open", "confidential"]
    list_select_related = ["family", "service", "legal_entity", "current"]
    search_fields = ["title", "code"]
    fields = ["title", "code", "family", "service", "legal_entity", "confidential", "featured", "is_open", "current"]
    readonly_fields = ["title", "code", "family", "service", "legal_entity", "confidential", "featured", "current"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
