"""Who read or exported what: rows are added, never changed nor removed (a trigger sees to it)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(models.TextChoices):
    READ = "read", _("a lu")
    SEARCH = "search", _("a cherché")
    DOWNLOAD = "download", _("a ouvert un fichier")
    EXPORT = "export", _("a exporté")
    REFUSED = "refused", _("s’est vu refuser l’accès")
    SIGN_IN = "sign_in", _("s’est connecté")
    SIGN_IN_FAILED = "sign_in_failed", _("n’a pas pu se connecter")
    CHANGE_RIGHTS = "change_rights", _("a changé des droits")


class AccessTrailEntry(models.Model):
    """Plain references and no foreign keys: the trail outlives what it speaks of."""

    occurred_at = models.DateTimeField(auto_now_add=True)
    actor_kind = models.CharField(max_length=12)
    actor_ref = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=16, choices=Verb)
    subject_kind = models.CharField(max_length=30)
    subject_ref = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_ref", "occurred_at"], name="trail_of_a_subject")]

    def __str__(self) -> str:
        return f"{self.actor_kind} {self.verb} {self.subject_kind}"
