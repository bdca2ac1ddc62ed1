"""Addresses of other programs. Each is signed; none has a session."""

from django.urls import path

from api.views.calls import CallEvents

app_name = "api"
urlpatterns = [
    path("cti/appels/", CallEvents.as_view(), name="call_events"),
]
