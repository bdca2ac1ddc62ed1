"""The people to call back, ready to print: rows by due date, and the one that is open beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from accounts.models import User
from core.actor import Actor
from core.templatetags.grc_dates import heure, relative
from organisation.access import access_of
from requests_app.enums import TaskKind, TaskResult
from requests_app.models import ServiceRequest, Task

from . import words
from .due import LATE, LATER, SOON_
from .lists import Seen

ICONS = {TaskKind.CALL_BACK: "phone", TaskKind.REACH: "phone-forwarded", TaskKind.WORK: "wrench"}
RESULT_ICONS = {TaskResult.REACHED: "phone-call", TaskResult.LATER: "clock"}


@dataclass(frozen=True)
class CallBackRow:
    public_id: UUID
    url: str
    who: str
    subject: str
    icon: str
    kind: str
    phone: str
    tel: str
    number: str
    request_url: str
    service: str
    agent: str
    agent_initials: str
    mine: bool
    stands: str
    due_day: dt.date
    due_state: str
    due_words: str
    tries: str
    tries_result: str
    confidential: bool
    current: bool


@dataclass(frozen=True)
class Group:
    title: str
    detail: str
    rows: list[CallBackRow]


@dataclass(frozen=True)
class Try:
    icon: str
    label: str
    who: str
    moment: str


@dataclass(frozen=True)
class Opened:
    """``write``: enough calls reached nobody, writing is proposed; ``reply_url``: where, when there is a request."""

    task: Task
    row: CallBackRow
    opened_by: str
    opened_at: str
    tries: list[Try]
    write: str
    reply_url: str


def rows(tasks: Iterable[Task], by: Actor, seen: Seen, current: UUID | None) -> list[CallBackRow]:
    """Two queries whatever the number of tasks: their requests this agent may open."""
    found = list(tasks)
    ids = {task.request_id for task in found if task.request_id}
    readable = (
        set(ServiceRequest.objects.visible_to(by).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    )
    counter = bool(access_of(by).counter_ids)
    return [_row(task, seen, task.request_id in readable, counter, task.public_id == current) for task in found]


def _row(task: Task, seen: Seen, readable: bool, counter: bool, current: bool) -> CallBackRow:
    owner, request = task.owner, task.request
    state, words_of_due = due(task, seen.today)
    address = reverse("back_office:tasks")
    return CallBackRow(
        public_id=task.public_id,
        url=f"{address}?tache={task.public_id}",
        who=_who(task),
        subject=task.subject or str(TaskKind(task.kind).label),
        icon=ICONS[TaskKind(task.kind)],
        kind=str(TaskKind(task.kind).label),
        phone=words.phone(task.phone),
        tel=task.phone,
        number=request.number if request and (readable or counter) else "",
        request_url=reverse("back_office:request", args=[request.public_id]) if request and readable else "",
        service=task.service.short_name,
        agent=owner.short_name if owner else "",
        agent_initials=owner.initials if owner else "",
        mine=bool(owner and owner.pk == seen.user_id),
        stands=seen.stands(task.owner_id),
        due_day=task.due_on,
        due_state=state,
        due_words=words_of_due,
        tries=tries_words(task).partition(", ")[0],
        tries_result=tries_words(task).partition(", ")[2],
        confidential=task.confidential or bool(request and request.confidential),
        current=current,
    )


def _who(task: Task) -> str:
    person = task.citizen
    if person is not None:
        return (person.canonical or person).display_name
    if task.request is not None and task.request.reply_name:
        return task.request.reply_name
    return words.phone(task.phone) or _("Sans nom")


def due(task: Task, today: dt.date) -> tuple[str, str]:
    """(how urgent, in words). An hour promised today and gone by is late too."""
    hour = heure(task.due_time) if task.due_time else ""
    late = (today - task.due_on).days
    if late > 0:
        return LATE, ngettext("%(n)d j de retard", "%(n)d j de retard", late) % {"n": late}
    if late == 0 and task.due_time and timezone.localtime().time() > task.due_time:
        return LATE, _("promis pour %s") % hour
    when = relative(task.due_on, today).replace(" jours", " j").replace(" jour", " j")
    return (SOON_ if late == 0 else LATER), f"{when}, {hour}" if hour else when


def tries_words(task: Task) -> str:
    """« 2e essai, pas de réponse »."""
    if not task.last_result:
        return _("pas encore appelé")
    if not task.attempts:
        return str(TaskResult.LATER.label)
    rank = _("1er essai") if task.attempts == 1 else _("%de essai") % task.attempts
    return f"{rank}, {TaskResult(task.last_result).label}"


def grouped(found: list[CallBackRow]) -> list[Group]:
    return list(_groups(sorted(found, key=lambda one: (LATE, SOON_, LATER).index(one.due_state))))


def _groups(found: list[CallBackRow]) -> Iterator[Group]:
    titles = {LATE: _("En retard"), SOON_: _("Aujourd’hui"), LATER: _("Plus tard")}
    for state, members in groupby(found, key=lambda one: one.due_state):
        members_list = list(members)
        yield Group(titles[state], people(len(members_list)), members_list)


def people(number: int) -> str:
    return ngettext("%(n)d personne", "%(n)d personnes", number) % {"n": number}


def opened(task: Task, row: CallBackRow) -> Opened:
    tries = list(task.tries.all())
    ids = {int(one.by_ref) for one in tries if one.by_ref.isdecimal()}
    users = User.objects.in_bulk(ids) if ids else {}
    fruitless = task.attempts if task.last_result != TaskResult.REACHED else 0
    return Opened(
        task=task,
        row=row,
        opened_by=task.created_by.display_name if task.created_by else _("le système"),
        opened_at=words.moment(task.created_at),
        tries=[
            Try(
                icon=RESULT_ICONS.get(TaskResult(one.result), "phone-off"),
                label=str(TaskResult(one.result).label).capitalize(),
                who=users[int(one.by_ref)].short_name if one.by_ref.isdecimal() and int(one.by_ref) in users else "",
                moment=words.full_moment(one.at),
            )
            for one in tries
        ],
        write=_write(fruitless),
        reply_url=f"{row.request_url}?faire=repondre" if row.request_url else "",
    )


def _write(fruitless: int) -> str:
    if fruitless < settings.GRC_CALL_ATTEMPTS:
        return ""
    return ngettext(
        "%(n)d appel sans joindre la personne : écrivez-lui.",
        "%(n)d appels sans joindre la personne : écrivez-lui.",
        fruitless,
    ) % {"n": fruitless}
