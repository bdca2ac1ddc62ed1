"""Accounts of agents, for administrators. Deactivated rather than deleted: a decision keeps its author."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from accounts import operations
from accounts.models import User
from core.actor import Actor
from core.models import Commune

RANK = {"is_active", "is_staff"}


class AccountForm(forms.ModelForm):
    """One form to open and to change an account; the password is only asked when it must be."""

    new_password = forms.CharField(
        label=_("Nouveau mot de passe"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = User
        fields = (
            *("email", "first_name", "last_name", "quality", "phone", "phone_extension"),
            *("anonymised_as", "commune"),
            *("is_active", "is_staff"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "commune" in self.fields and not self.instance.pk:
            self.initial.setdefault("commune", Commune.objects.order_by("pk").first())
        if "new_password" in self.fields:
            self.fields["new_password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        known: dict[str, Any] = super().clean() or {}
        if self.instance.pk and "is_active" in self.changed_data and not known.get("is_active"):
            self.add_error("is_active", self._departure())
        password = known.get("new_password")
        promoted = known.get("is_staff") and "is_staff" in self.changed_data
        if not password and not self.instance.pk:
            self.add_error("new_password", gettext("Donnez un mot de passe à ce compte."))
        elif not password and promoted:
            sentence = gettext("Un administrateur a un mot de passe de 16 caractères au moins : donnez-en un nouveau.")
            self.add_error("new_password", sentence)
        return known

    def _departure(self) -> str:
        """Closing an account hands its work over first: that is done in one place."""
        sentence = gettext("Un compte se ferme par la page de départ, qui remet d’abord son travail à ses collègues :")
        address = reverse("back_office:leaver", args=[self.instance.public_id])
        return format_html('{} <a href="{}">{}</a>', sentence, address, gettext("préparer ce départ"))

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # the instance now has its rank, which the length depends on
        if password := self.cleaned_data.get("new_password"):
            try:
                validate_password(password, self.instance)
            except ValidationError as refused:
                self.add_error("new_password", refused)


@admin.register(User)
class AccountAdmin(admin.ModelAdmin):
    form = AccountForm
    list_display = ("display_name", "email", "quality", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("last_name", "first_name", "email")
    ordering = ("last_name", "first_name")
    actions = ("forget_second_factor",)
    fieldsets = (
        (None, {"fields": ("first_name", "last_name", "quality", "anonymised_as")}),
        (_("Coordonnées"), {"fields": ("email", "phone", "phone_extension", "commune")}),
        (_("Connexion"), {"fields": ("is_active", "is_staff", "new_password")}),
    )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_superuser = obj.is_staff
        if password := form.cleaned_data.get("new_password"):
            obj.set_password(password)
        super().save_model(request, obj, form, change)
        if not change or RANK & set(form.changed_data):
            by = Actor.agent(request.user.pk)  # type: ignore[arg-type] # the site lets no anonymous user in
            operations.record_rank(obj.pk, active=obj.is_active, administrator=obj.is_staff, by=by)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.action(description=_("Oublier le téléphone du second facteur"))
    def forget_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        by = Actor.agent(request.user.pk)  # type: ignore[arg-type]
        count = sum(1 for user in queryset if operations.forget_devices(user.pk, by))
        sentence = ngettext("%(n)d compte remis à zéro.", "%(n)d comptes remis à zéro.", count)
        self.message_user(request, sentence % {"n": count}, messages.SUCCESS)
