"""The steps that the verbs of a task share: locking, ending, its place in the story of the request."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from core import calendar
from core.actor import Actor
from core.errors import Forbidden, IllegalMove, Refused
from core.templatetags.grc_dates import heure, jour_sans_annee
from organisation import presence
from requests_app import task_policies
from requests_app.enums import Kind, TaskKind, TaskState
from requests_app.models import ServiceRequest, Task
from requests_app.operations import saving, timeline


def clean(text: str, longest: int) -> str:
    """One line that the database takes."""
    return " ".join(text.replace("\x00", "").encode("utf-8", "replace").decode().split())[:longest]


def hold(task_id: int, by: Actor) -> Task:
    """The open task, locked after its request: always in that order, so that two agents never wait for each other."""
    request_id = Task.objects.values_list("request_id", flat=True).get(pk=task_id)
    if request_id is not None:
        ServiceRequest.objects.locked(request_id)
    task = Task.objects.locked(task_id)
    if not task_policies.can_handle(by, task):
        raise Forbidden(_("Cette tâche n’est pas ouverte à vos services."))
    if not task.is_open:
        raise IllegalMove(_("Cette tâche est déjà finie : rien n’a changé."))
    return task


def require_day(due_on: dt.date, task: Task) -> None:
    if due_on < calendar.today(task.commune):
        raise Refused(_("Choisissez aujourd’hui ou un jour à venir."))
    if due_on > calendar.today(task.commune) + dt.timedelta(days=366):
        raise Refused(_("Choisissez un jour dans l’année qui vient."))


def require_open(task: Task) -> None:
    """A promised day or hour is one when somebody answers; the sentence says which comes next."""
    service, day, time = task.service, task.due_on, task.due_time
    found = presence.next_open(service, day, time)
    if (found.day, found.time) == (day, time):
        return
    instead = jour_sans_annee(found.day) if found.time is None else f"{jour_sans_annee(found.day)}, {heure(found.time)}"
    if presence.is_open_day(service, day):
        hours = presence.hours_in_words(service, day)
        sentence = _("Personne ne répond à cette heure-là : le service est ouvert %(hours)s. Choisissez %(next)s.")
        raise Refused(sentence % {"hours": hours, "next": instead})
    raise Refused(_("Le service est fermé ce jour-là : choisissez %(next)s.") % {"next": instead})


def end(task: Task, state: TaskState, outcome: str) -> None:
    task.state, task.done_at, task.outcome = state, calendar.now(), clean(outcome, 300)
    task.save(update_fields=["state", "done_at", "outcome"])


def tell(task: Task, kind: Kind, *, by: Actor, **data: object) -> None:
    """One entry in the story of the request, when there is one; no page becomes stale."""
    if task.request is None:
        return
    saving.settle(task.request, event=kind)
    timeline.record(task.request, kind, by=by, data={"task": task.pk, **data})


def end_alert(task: Task, kind: Kind, *, by: Actor) -> None:
    """The request no longer waits for somebody to be reached; a page shown before is then stale."""
    request = task.request
    if task.kind != TaskKind.REACH or request is None or request.reach_on is None:
        return
    request.reach_on = None
    saving.move(request, "reach_on", event=kind)
    timeline.record(request, kind, by=by, data={"task": task.pk})
