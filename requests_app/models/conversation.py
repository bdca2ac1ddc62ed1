"""Words: what is said to the person (Message) and between agents (Note). They can be corrected and erased."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.actor import ActorKind
from core.enums import Channel
from requests_app.enums import Direction


class Message(models.Model):
    """One turn of the conversation; the envelope and its fate are ``dispatch``."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey("requests_app.ServiceRequest", on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=3, choices=Direction.choices)
    author_kind = models.CharField(max_length=12, choices=ActorKind.choices)
    author_ref = models.CharField(max_length=40, blank=True)
    # As signed that day: name and, for an agent, quality and service (CRPA L111-2).
    author_name = models.CharField(max_length=200, blank=True)
    author_detail = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    written_at = models.DateTimeField()
    asks = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Primary keys of the earlier messages that go out under this one, chosen by the agent.
    quotes = models.JSONField(default=list, blank=True)
    dispatch = models.ForeignKey(
        "messaging.Dispatch", null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["request", "written_at"], name="message_of_request")]

    def __str__(self) -> str:
        return str(self.public_id)


class Note(models.Model):
    """Internal, never sent; the person may read it in an access export."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey("requests_app.ServiceRequest", on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("note interne")
        verbose_name_plural = _("notes internes")

    def __str__(self) -> str:
        return str(self.public_id)
