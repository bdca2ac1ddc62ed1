"""A task is done, or given up with a reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Refused
from requests_app.enums import Kind, TaskKind, TaskState
from requests_app.models import Task
from requests_app.operations import task_steps


@transaction.atomic
def complete_task(task_id: int, *, by: Actor, outcome: str = "") -> Task:
    """Whom to reach is reached: the request no longer says so either. Raises Forbidden, IllegalMove."""
    return finish(task_steps.hold(task_id, by), outcome=outcome, by=by)


def finish(task: Task, *, outcome: str, by: Actor) -> Task:
    """Inside the transaction that locked it."""
    task_steps.end(task, TaskState.DONE, outcome)
    if task.kind == TaskKind.REACH:
        task_steps.end_alert(task, Kind.REACHED, by=by)
    else:
        task_steps.tell(task, Kind.TASK_DONE, by=by)
    return task


@transaction.atomic
def drop_task(task_id: int, *, by: Actor, reason: str) -> Task:
    """Given up, with the agent’s reason. Raises Refused, Forbidden, IllegalMove."""
    task = task_steps.hold(task_id, by)
    if not task_steps.clean(reason, 300):
        raise Refused(_("Dites pourquoi l’appel est abandonné."))
    task_steps.end(task, TaskState.DROPPED, reason)
    if task.kind == TaskKind.REACH:
        task_steps.end_alert(task, Kind.TASK_DROPPED, by=by)
    else:
        task_steps.tell(task, Kind.TASK_DROPPED, by=by)
    return task
