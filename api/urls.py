"""Addresses of other programs. Each is signed; none has a session."""

from django.urls import path

from api.views.calls import CallEvents
from api.views.texts import TextReceipts

app_name = "api"
urlpatterns = [
    path("cti/appels/", CallEvents.as_view(), name="call_events"),
    path("sms/recus/", TextReceipts.as_view(), name="text_receipts"),
]
