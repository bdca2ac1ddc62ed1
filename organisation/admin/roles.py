"""Roles of agents in services, on the page of either; given and taken by the operations, so that each is traced."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import Permission
from django.db.models import ForeignKey
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.errors import Refused
from organisation.enums import Role
from organisation.models import Service, ServiceUserObjectPermission
from organisation.operations import grant_role, revoke_role


class RoleChoice(ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(Role(obj.codename).label)


class AgentChoice(ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.display_name}, {obj.email}"


class RoleInline(admin.TabularInline):
    """Rows are added or removed, never changed: a role changed in place would leave no trace of the old one."""

    model = ServiceUserObjectPermission
    extra = 1
    verbose_name = _("rôle")
    verbose_name_plural = _("rôles")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "permission":
            roles = Permission.objects.filter(content_type__app_label="organisation", codename__in=Role.values)
            kwargs |= {"queryset": roles.order_by("pk"), "form_class": RoleChoice, "label": _("rôle")}
        elif db_field.name == "user":
            kwargs |= {"queryset": User.objects.active(), "form_class": AgentChoice, "label": _("agent")}
        elif db_field.name == "content_object":
            kwargs |= {"queryset": Service.objects.filter(is_active=True)}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class GivesRoles(admin.ModelAdmin):
    """The page of a service or an account, with its roles."""

    inlines = (RoleInline,)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not ServiceUserObjectPermission:
            super().save_formset(request, form, formset, change)
            return
        by = Actor.agent(request.user.pk)  # type: ignore[arg-type] # the site lets no anonymous user in
        given = formset.save(commit=False)
        try:
            for grant in formset.deleted_objects:
                revoke_role(grant.user_id, grant.content_object_id, grant.permission.codename, by)
            for grant in given:
                grant_role(grant.user_id, grant.content_object_id, grant.permission.codename, by)
        except Refused as refusal:
            self.message_user(request, refusal.sentence, messages.ERROR)
