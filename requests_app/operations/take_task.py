"""I do it."""

from django.db import transaction

from core.actor import Actor
from requests_app.models import Task
from requests_app.operations import task_steps


@transaction.atomic
def take_task(task_id: int, *, by: Actor) -> Task:
    """Its owner is who takes it, whoever had it. Raises Forbidden, IllegalMove."""
    task = task_steps.hold(task_id, by)
    task.owner_id = by.user_id
    task.save(update_fields=["owner"])
    return task
