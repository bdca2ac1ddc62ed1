"""« Appels à rappeler »: the list by due date, and one gesture a button."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from back_office import call_back_forms as forms, call_back_rows as rows, choices, shell
from back_office.guards import agents_only
from core import calendar, trail
from core.actor import Actor
from core.errors import Forbidden, Refused
from core.models import Commune
from organisation import presence
from organisation.models import Service
from requests_app import operations
from requests_app.colleagues import agents_of
from requests_app.enums import TaskResult
from requests_app.models import Task

MOST = 200


@require_GET
@agents_only
def show(request: HttpRequest) -> HttpResponse:
    return _page(request, _uuid(request.GET.get("tache", "")))


def _page(
    request: HttpRequest, wanted: uuid.UUID | None, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The first one is open unless another was asked for; its reading is recorded."""
    commune, by = Commune.objects.current(), shell.actor(request)
    seen = shell.seen(request, commune)
    tasks = list(Task.objects.visible_to(by).to_call().in_list()[:MOST])
    chosen = next((task for task in tasks if task.public_id == wanted), tasks[0] if tasks else None)
    groups = rows.grouped(rows.rows(tasks, by, seen, chosen.public_id if chosen else None))
    context: dict[str, Any] = {"groups": groups, "summary": rows.people(len(tasks)), "opened": None}
    if chosen is not None:
        row = next(one for group in groups for one in group.rows if one.current)
        trail.record(by, trail.Verb.READ, "task", chosen.pk)
        context |= {"opened": rows.opened(chosen, row), **_forms(chosen), **(bound or {})}
    return shell.page(
        request, "back_office/call_backs.html", current="a-rappeler", status=status, commune=commune, **context
    )


def _forms(task: Task) -> dict[str, Any]:
    return {
        "reached_form": forms.ReachedForm(auto_id="joint-%s"),
        "later_form": forms.LaterForm(auto_id="plus-tard-%s"),
        "hand_form": _hand_form(task),
        "drop_form": forms.DropForm(auto_id="abandonner-%s"),
    }


def _hand_form(task: Task, data: Any = None) -> forms.HandOverForm:
    secret = task.confidential or bool(task.request and task.request.confidential)
    agents = agents_of(task.service_id, confidential=secret)
    services = [] if secret else _services(task)
    absents = presence.away(task.commune_id, calendar.today(task.commune))
    return forms.HandOverForm(data, agents=agents, services=services, absents=absents, auto_id="confier-%s")


def _services(task: Task) -> list[Service]:
    return [one for one in choices.destinations(task.commune_id, []) if one.pk != task.service_id]


@require_POST
@agents_only
def act(request: HttpRequest, public_id: uuid.UUID, gesture: str) -> HttpResponse:
    """One gesture on one task; a wrong field comes back with its sentence and what was typed."""
    by = shell.actor(request)
    task = Task.objects.visible_to(by).in_list().filter(public_id=public_id).first()
    if task is None or gesture not in GESTURES:
        raise Http404
    form = _bound(gesture, task, request.POST)
    if form is not None and not form.is_valid():
        return _page(request, public_id, {f"{_FORMS[gesture]}_form": form}, status=422)
    try:
        done, stays = GESTURES[gesture](task, by, form, request.POST)
    except Forbidden:
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return _back(task)
    messages.success(request, done)
    return _back(task if stays else None)


def _bound(gesture: str, task: Task, data: Any) -> Any:
    kind = _FORMS.get(gesture)
    if kind is None:
        return None
    if kind == "hand":
        return _hand_form(task, data)
    known = {"later": forms.LaterForm, "drop": forms.DropForm, "reached": forms.ReachedForm}
    return known[kind](data, auto_id=f"{gesture}-%s")


def _back(task: Task | None) -> HttpResponseRedirect:
    address = reverse("back_office:tasks")
    return HttpResponseRedirect(f"{address}?tache={task.public_id}" if task is not None else address)


def _seen(data: Any) -> int | None:
    """The attempts shown when the button was drawn: a second click counts once."""
    shown = data.get("essais", "")
    return int(shown) if shown.isdecimal() and len(shown) < 6 else None


Done = tuple[str, bool]
_FORMS = {"joint": "reached", "plus-tard": "later", "confier": "hand", "abandonner": "drop"}


def _take(task: Task, by: Actor, form: Any, data: Any) -> Done:
    operations.take_task(task.pk, by=by)
    return _("C’est vous qui rappelez."), True


def _reached(task: Task, by: Actor, form: Any, data: Any) -> Done:
    outcome = form.cleaned_data["outcome"]
    operations.record_attempt(task.pk, result=TaskResult.REACHED, by=by, outcome=outcome, seen=_seen(data))
    return _("Personne jointe : c’est noté."), False


def _fruitless(result: TaskResult, said: str | Promise) -> Callable[[Task, Actor, Any, Any], Done]:
    def gesture(task: Task, by: Actor, form: Any, data: Any) -> Done:
        operations.record_attempt(task.pk, result=result, by=by, seen=_seen(data))
        return str(said), True

    return gesture


def _later(task: Task, by: Actor, form: Any, data: Any) -> Done:
    day, hour = form.cleaned_data["day"], form.cleaned_data["time"]
    operations.record_attempt(task.pk, result=TaskResult.LATER, by=by, due_on=day, due_time=hour, seen=_seen(data))
    return _("Le rappel est reporté."), True


def _hand_over(task: Task, by: Actor, form: Any, data: Any) -> Done:
    operations.hand_over_task(task.pk, by=by, **form.target)
    still = Task.objects.visible_to(by).filter(pk=task.pk).exists()
    return _("Le rappel est confié."), still


def _written(task: Task, by: Actor, form: Any, data: Any) -> Done:
    operations.complete_task(task.pk, by=by, outcome=_("Joint par écrit"))
    return _("C’est noté : la personne est jointe par écrit."), False


def _drop(task: Task, by: Actor, form: Any, data: Any) -> Done:
    operations.drop_task(task.pk, by=by, reason=form.cleaned_data["reason"])
    return _("Le rappel est abandonné, avec votre motif."), False


GESTURES: dict[str, Callable[[Task, Actor, Any, Any], Done]] = {
    "prendre": _take,
    "joint": _reached,
    "pas-de-reponse": _fruitless(TaskResult.NO_ANSWER, gettext_lazy("Essai noté : à rappeler le prochain jour ouvré.")),
    "message-laisse": _fruitless(
        TaskResult.VOICEMAIL, gettext_lazy("Message laissé : à rappeler le prochain jour ouvré.")
    ),
    "faux-numero": _fruitless(
        TaskResult.WRONG_NUMBER, gettext_lazy("Faux numéro noté : cherchez-en un autre, ou écrivez.")
    ),
    "plus-tard": _later,
    "confier": _hand_over,
    "ecrit": _written,
    "abandonner": _drop,
}


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
