"""Somebody to call back, to reach otherwise, a piece of work: with a request or without any."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requests_app.enums import TaskKind, TaskResult, TaskState
from requests_app.querysets import TaskQuerySet


class Task(models.Model):
    """Has a service, perhaps an owner, always a day; ``attempts`` counts the calls that reached nobody.

    ``subject`` is what the colleague reads in the list: it names no confidential matter. A task of a confidential
    request exists only for those who see the request, whatever ``confidential`` says here.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    commune = models.ForeignKey("core.Commune", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("genre"), max_length=12, choices=TaskKind.choices)
    request = models.ForeignKey(
        "requests_app.ServiceRequest", null=True, blank=True, on_delete=models.CASCADE, related_name="tasks"
    )
    citizen = models.ForeignKey(
        "citizens.Citizen", null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    service = models.ForeignKey("organisation.Service", on_delete=models.PROTECT, related_name="tasks")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    confidential = models.BooleanField(default=False)
    phone = models.CharField(_("téléphone"), max_length=32, blank=True)
    subject = models.CharField(_("objet"), max_length=200, blank=True)
    due_on = models.DateField(_("à faire le"))
    due_time = models.TimeField(_("à partir de"), null=True, blank=True)
    state = models.CharField(_("état"), max_length=8, choices=TaskState.choices, default=TaskState.OPEN)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    last_attempt_at = models.DateTimeField(null=True, blank=True)
    last_result = models.CharField(max_length=12, choices=TaskResult.choices, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Null: opened by the system (a message that came back).
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(_("suite donnée"), max_length=300, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("tâche")
        verbose_name_plural = _("tâches")
        constraints = [
            models.CheckConstraint(
                name="task_end_matches_state",
                condition=Q(state=TaskState.OPEN, done_at__isnull=True)
                | (~Q(state=TaskState.OPEN) & Q(done_at__isnull=False)),
                violation_error_message=_("Une tâche finie porte la date de sa fin, et elle seule."),
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(kind=TaskKind.REACH, state=TaskState.OPEN),
                name="task_one_reach_a_request",
                violation_error_message=_("Cette demande a déjà quelqu’un à joindre autrement."),
            ),
        ]
        indexes = [
            # « Appels à rappeler »: what my services owe, soonest first
            models.Index(fields=["service", "due_on", "id"], name="task_open", condition=Q(state=TaskState.OPEN)),
            # those given to me by another service
            models.Index(fields=["owner", "due_on"], name="task_mine", condition=Q(state=TaskState.OPEN)),
        ]

    def __str__(self) -> str:
        return f"tâche {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == TaskState.OPEN


class TaskAttempt(models.Model):
    """One call, and what it gave."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    by_ref = models.CharField(max_length=40)
    result = models.CharField(max_length=12, choices=TaskResult.choices)

    class Meta:
        verbose_name = _("essai")
        verbose_name_plural = _("essais")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.result} {self.at:%Y-%m-%d}"
