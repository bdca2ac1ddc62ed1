"""A task goes to another service or to a colleague."""

from django.db import transaction
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Refused
from organisation.models import Service
from requests_app.enums import Kind
from requests_app.models import Task
from requests_app.operations import task_steps
from requests_app.operations.open_task import require_owner


@transaction.atomic
def hand_over_task(task_id: int, *, by: Actor, service_id: int | None = None, owner_id: int | None = None) -> Task:
    """To a service, to an agent who sees it, or to both. Raises Refused, Forbidden, IllegalMove."""
    task = task_steps.hold(task_id, by)
    if service_id is not None and service_id != task.service_id:
        _require_reader(task, service_id)
        task.service_id = service_id
    task.owner_id = owner_id
    require_owner(task)
    task.save(update_fields=["service", "owner"])
    task_steps.tell(task, Kind.TASK_HANDED, by=by, service=task.service_id, user=task.owner_id)
    return task


def _require_reader(task: Task, service_id: int) -> None:
    if not Service.objects.filter(pk=service_id, commune_id=task.commune_id, is_active=True).exists():
        raise Refused(_("Choisissez un service de la liste."))
    if task.confidential or (task.request is not None and task.request.confidential):
        raise Refused(_("Une tâche confidentielle reste dans son service."))
