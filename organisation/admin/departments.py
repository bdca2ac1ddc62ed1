"""Legal entities, data sectors, services, places; and the roles on the page of an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin import AccountAdmin
from accounts.models import User
from core.models import Commune
from organisation.admin.fields import OpeningHoursField
from organisation.admin.roles import AgentChoice, GivesRoles
from organisation.models import Closure, DataSector, LegalEntity, Place, Service

admin.site.unregister(User)


@admin.register(User)
class AgentAdmin(GivesRoles, AccountAdmin):
    """The account of an agent with the roles held in each service."""


class ServiceForm(forms.ModelForm):
    opening_hours = OpeningHoursField()

    class Meta:
        model = Service
        fields = "__all__"  # noqa: DJ007 - configuration, seen by administrators only


class PlaceForm(forms.ModelForm):
    opening_hours = OpeningHoursField()

    class Meta:
        model = Place
        fields = "__all__"  # noqa: DJ007


@admin.register(Service)
class ServiceAdmin(GivesRoles):
    form = ServiceForm
    list_display = ("name", "code", "legal_entity", "sector", "phone", "is_active")
    list_filter = ("legal_entity", "sector", "is_active")
    list_select_related = ("legal_entity", "sector")
    search_fields = ("name", "code")
    fieldsets = (
        (None, {"fields": ("commune", "name", "short_name", "code", "legal_entity", "sector", "parent", "head")}),
        (_("Coordonnées"), {"fields": ("postal_address", "postcode", "city", "phone", "email", "opening_hours")}),
        (_("Activité"), {"fields": ("is_active", "order")}),
    )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "head":
            kwargs |= {"queryset": User.objects.active(), "form_class": AgentChoice}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Service | None = None) -> tuple[str, ...]:
        """Procedures know the service by its code."""
        return ("code",) if obj else ()


@admin.register(LegalEntity)
class LegalEntityAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "phone", "email")
    fieldsets = (
        (None, {"fields": ("commune", "kind", "name", "representative", "siret")}),
        (
            _("Coordonnées"),
            {"fields": ("address_line_1", "address_line_2", "postcode", "city", "phone", "email")},
        ),
        (_("Site internet"), {"fields": ("publication_director", "host")}),
        (_("Protection des données"), {"fields": ("dpo_name", "dpo_email", "dpo_address")}),
        (_("Recours"), {"fields": ("court_name", "court_address", "telerecours", "mediator")}),
    )


@admin.register(DataSector)
class DataSectorAdmin(admin.ModelAdmin):
    list_display = ("name", "code", "approved_on")
    exclude = ("order",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "approved_by":
            kwargs |= {"queryset": User.objects.active(), "form_class": AgentChoice}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Place)
class PlaceAdmin(admin.ModelAdmin):
    form = PlaceForm
    list_display = ("name", "kind", "address", "phone", "accessible")
    list_filter = ("kind", "accessible")
    search_fields = ("name", "address")


@admin.register(Closure)
class ClosureAdmin(admin.ModelAdmin):
    """Neither place nor service: the whole town is closed."""

    list_display = ("label", "from_on", "to_on", "where")
    list_select_related = ("place", "service")
    date_hierarchy = "from_on"
    fields = ("commune", "from_on", "to_on", "label", "place", "service")

    @admin.display(description=_("où"))
    def where(self, closure: Closure) -> str:
        return str(closure.place or closure.service or _("Toute la ville"))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"commune": Commune.objects.order_by("pk").first(), **super().get_changeform_initial_data(request)}
