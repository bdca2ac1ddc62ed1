"""The face of the administrators: configuration only, and never without a second factor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django_otp.admin import OTPAdminSite

from accounts.operations import sign_out

# Libraries that register their own tables: attempts to sign in and keys of devices are nobody’s reading.
LEFT_OUT = frozenset({"axes", "otp_totp", "auth"})


class AdministrationSite(OTPAdminSite):
    """Signing in, its delays and its second factor are those of the agents: one door, not two."""

    site_title = _("Administration de la GRC")
    site_header = _("Administration de la GRC")
    index_title = _("Configuration")
    site_url = "/agents/"
    enable_nav_sidebar = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """The library’s name for its log is English."""
        sections = super().get_app_list(request, app_label)
        for section in sections:
            if section["app_label"] == "auditlog":
                section["name"] = _("Journal des réglages")
        return sections

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple) else [model_or_iterable]
        kept = [model for model in models if model._meta.app_label not in LEFT_OUT]  # noqa: SLF001 - documented API
        if kept:
            super().register(kept, admin_class, **options)

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        target = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        if request.user.is_authenticated:
            raise PermissionDenied
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': target})}")

    @method_decorator(never_cache)
    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "POST":
            sign_out(request)
        return HttpResponseRedirect(settings.LOGIN_URL)
