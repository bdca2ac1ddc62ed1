"""What an agent who leaves has in hand, as far as who closes the account may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from core import calendar
from core.actor import Actor
from organisation.models import Absence, Service
from requests_app.models import Draft, ServiceRequest, Task
from requests_app.operations import Shares

from . import words

MOST = 200
SUCCESSOR, TO_SERVICE = "", "service"


@dataclass(frozen=True)
class Held:
    """One thing to hand over. ``name`` is the field of the form that says to whom."""

    name: str
    pk: int
    title: str
    detail: str
    chosen: str


@dataclass(frozen=True)
class InHand:
    requests: list[Held]
    tasks: list[Held]
    heads: list[Held]
    replaces: list[str]
    drafts: int

    @property
    def nothing(self) -> bool:
        return not (self.requests or self.tasks or self.heads or self.replaces or self.drafts)


def in_hand(user: User, by: Actor, typed: Mapping[str, str]) -> InHand:
    """Five queries, whatever there is. What ``by`` may not see is neither shown nor counted."""
    requests = ServiceRequest.objects.visible_to(by).open().filter(assigned_to=user).select_related("service")
    tasks = Task.objects.visible_to(by).open().filter(owner=user).in_list()
    heads = Service.objects.filter(head=user)
    today = calendar.today(user.commune) if user.commune else None
    relied = Absence.objects.filter(replacement=user, to_on__gte=today).select_related("user") if today else ()
    return InHand(
        requests=[
            _held("demande", one.pk, one.public_id, one.title, f"{one.number}, {one.service.short_name}", typed)
            for one in requests.order_by("next_due_on", "pk")[:MOST]
        ],
        tasks=[
            _held("tache", one.pk, one.public_id, one.subject or one.get_kind_display(), _task(one), typed)
            for one in tasks.order_by("due_on", "pk")[:MOST]
        ],
        heads=[_held("service", one.pk, one.public_id, one.name, _("service dirigé"), typed) for one in heads],
        replaces=[one.user.display_name for one in relied],
        drafts=Draft.objects.filter(
            entered_by=str(user.pk), request__isnull=True, procedure_version__procedure__confidential=False
        ).count(),
    )


def _held(kind: str, pk: int, public_id: Any, title: str, detail: str, typed: Mapping[str, str]) -> Held:
    name = f"{kind}-{public_id}"
    return Held(name, pk, title, detail, typed.get(name, SUCCESSOR))


def _task(task: Task) -> str:
    return ", ".join(part for part in (words.phone(task.phone), task.service.short_name) if part)


def shares(found: InHand, ids: Mapping[str, int]) -> Shares:
    """What was chosen thing by thing; the rest follows the successor. An unknown agent is the service."""

    def chosen(held: list[Held]) -> dict[int, int | None]:
        return {one.pk: ids.get(one.chosen) for one in held if one.chosen != SUCCESSOR}

    return Shares(requests=chosen(found.requests), tasks=chosen(found.tasks), heads=chosen(found.heads))
