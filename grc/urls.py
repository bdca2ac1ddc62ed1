"""The addresses: one include a face, and the few pages that belong to none."""

from django.contrib import admin
from django.urls import include, path

from grc.views.health import health
from grc.views.mails import mail_detail, mail_part, mail_source, mails

urlpatterns = [
    path("sante", health, name="health"),
    path("mails/", mails, name="mails"),
    path("mails/<slug:key>/", mail_detail, name="mail"),
    path("mails/<slug:key>/source.eml", mail_source, name="mail_source"),
    path("mails/<slug:key>/<int:index>/", mail_part, name="mail_part"),
    path("administration/", admin.site.urls),
    path("", include("api.urls")),
    path("agents/", include("back_office.urls")),
    path("", include("portal.urls")),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler500 = "portal.views.errors.server_error"
