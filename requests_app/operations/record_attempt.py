"""A call was tried: what it gave, and when the next one is."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar
from core.actor import Actor
from core.errors import Refused, Stale
from organisation import presence
from requests_app.enums import FRUITLESS, Kind, TaskResult
from requests_app.models import Task, TaskAttempt
from requests_app.operations import task_steps
from requests_app.operations.complete_task import finish


@transaction.atomic
def record_attempt(
    task_id: int,
    *,
    result: str,
    by: Actor,
    due_on: dt.date | None = None,
    due_time: dt.time | None = None,
    outcome: str = "",
    seen: int | None = None,
) -> Task:
    """``reached`` ends the task; a fruitless call is tried again the next working day unless said.

    ``later`` counts no attempt. ``seen``: the attempts shown by the page; a call recorded since raises Stale, so that
    a second click counts once. Raises Forbidden, IllegalMove, Refused.
    """
    task = task_steps.hold(task_id, by)
    gave = TaskResult(result)
    if seen is not None and seen != task.attempts:
        raise Stale(_("Un appel vient d’être noté pour cette personne : relisez avant de recommencer."))
    now = calendar.now()
    TaskAttempt.objects.create(task=task, at=now, by_ref=by.ref, result=gave)
    task.owner_id = task.owner_id or by.user_id
    task.last_result = gave
    if gave != TaskResult.LATER:
        task.attempts, task.last_attempt_at = task.attempts + 1, now
    if gave != TaskResult.REACHED:
        _plan(task, gave, due_on, due_time, by)
    task.save(update_fields=["owner", "last_result", "attempts", "last_attempt_at", "due_on", "due_time"])
    if gave == TaskResult.REACHED:
        return finish(task, outcome=outcome, by=by)
    if gave in FRUITLESS:
        task_steps.tell(task, Kind.TASK_TRIED, by=by, result=gave.value, attempt=task.attempts)
    return task


def _plan(task: Task, gave: TaskResult, due_on: dt.date | None, due_time: dt.time | None, by: Actor) -> None:
    if due_on is None:
        if gave == TaskResult.LATER:
            raise Refused(_("Dites quel jour rappeler."))
        tomorrow = presence.working_days(task.service, calendar.today(task.commune), 1)
        found = presence.next_open(task.service, tomorrow, due_time)
        task.due_on, task.due_time = found.day, found.time
        return
    task_steps.require_day(due_on, task)
    task.due_on, task.due_time = due_on, due_time
    if by.is_agent:
        task_steps.require_open(task)
