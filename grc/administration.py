"""The face of the administrators: configuration only, and never without a second factor."""

from django.utils.translation import gettext_lazy as _
from django_otp.admin import OTPAdminSite


class AdministrationSite(OTPAdminSite):
    site_title = _("Administration de la GRC")
    site_header = _("Administration de la GRC")
    index_title = _("Configuration")
