"""What ties a request to others, or sends it elsewhere: links, splits, merges, transmissions."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from core.enums import Channel
from requests_app.enums import LinkKind


def _agent(name: str = "+") -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name=name
    )


class RequestSplit(models.Model):
    """One letter held several requests. ``before`` is what the original said whole: given back when undone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    original = models.ForeignKey("requests_app.ServiceRequest", on_delete=models.CASCADE, related_name="splits")
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    split_by = _agent()
    split_at = models.DateTimeField()
    undone_by = _agent()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("répartition")
        verbose_name_plural = _("répartitions")
        constraints = [
            models.UniqueConstraint(
                fields=["original"],
                condition=Q(undone_at__isnull=True),
                name="split_once_at_a_time",
                violation_error_message=_("Cette demande est déjà répartie."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class RequestLink(models.Model):
    """Two requests that have to do with each other: one row a pair. ``first`` is the parent where there is one.

    ``dismissed_at``: an agent said that they have nothing to do with each other; the row stays, so that nobody is
    asked again. ``split`` names the split that made ``second``.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first = models.ForeignKey("requests_app.ServiceRequest", on_delete=models.CASCADE, related_name="links_from")
    second = models.ForeignKey("requests_app.ServiceRequest", on_delete=models.CASCADE, related_name="links_to")
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    split = models.ForeignKey(
        "requests_app.RequestSplit", null=True, blank=True, on_delete=models.CASCADE, related_name="links"
    )
    linked_by = _agent()
    linked_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lien entre demandes")
        verbose_name_plural = _("liens entre demandes")
        constraints = [
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                name="link_once_a_pair",
                violation_error_message=_("Ces deux demandes sont déjà liées."),
            ),
            models.CheckConstraint(
                name="link_two_requests",
                condition=~Q(first=F("second")),
                violation_error_message=_("Une demande n’est pas liée à elle-même."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class RequestMerge(models.Model):
    """``merged`` is followed in ``kept``. ``kept_own`` and ``merged_before`` are what each had: undoing gives it back.

    ``kept_own`` is what the kept one had before its first merge: what it has now is always computed again from it and
    from the merges that stand.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kept = models.ForeignKey("requests_app.ServiceRequest", on_delete=models.PROTECT, related_name="merges_in")
    merged = models.ForeignKey("requests_app.ServiceRequest", on_delete=models.PROTECT, related_name="merges_out")
    other_person = models.BooleanField(default=False)
    kept_own = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    merged_before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    merged_by = _agent()
    merged_at = models.DateTimeField()
    undone_by = _agent()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("réunion de demandes")
        verbose_name_plural = _("réunions de demandes")
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at__isnull=True),
                name="merge_once_at_a_time",
                violation_error_message=_("Cette demande est déjà réunie à une autre."),
            ),
            models.CheckConstraint(
                name="merge_two_requests",
                condition=~Q(kept=F("merged")),
                violation_error_message=_("Une demande ne se réunit pas à elle-même."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class SharedFile(models.Model):
    """A document of a letter that was split, read in this part too. It stays in the hands of its one owner, which is
    why it cannot be erased while a part still shows it."""

    request = models.ForeignKey("requests_app.ServiceRequest", on_delete=models.CASCADE, related_name="shared_files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="shares")

    class Meta:
        verbose_name = _("document partagé")
        verbose_name_plural = _("documents partagés")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "file"],
                name="shared_file_once",
                violation_error_message=_("Ce document est déjà dans la demande."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} : {self.file_id}"


class Transmission(models.Model):
    """CRPA L114-2: sent on to the competent administration, and the person told. A copy stays."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.OneToOneField("requests_app.ServiceRequest", on_delete=models.PROTECT, related_name="transmission")
    administration = models.ForeignKey(
        "organisation.Administration", on_delete=models.PROTECT, related_name="transmissions"
    )
    reason = models.CharField(max_length=600)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    transmitted_on = models.DateField()
    transmitted_by = _agent()
    # The letter, or the e-mail, with the file.
    dispatch = models.OneToOneField(
        "messaging.Dispatch", null=True, blank=True, on_delete=models.PROTECT, related_name="transmission"
    )

    class Meta:
        verbose_name = _("transmission")
        verbose_name_plural = _("transmissions")

    def __str__(self) -> str:
        return str(self.public_id)
