"""Doing the same thing to several requests: each is its own transaction, and what failed is told one by one."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from back_office import choices, shell
from back_office.forms import AssignForm, DockForm, RerouteForm
from back_office.guards import agents_only
from core.actor import Actor
from core.errors import Refused
from core.models import Commune
from requests_app import operations
from requests_app.colleagues import agents_for
from requests_app.models import ServiceRequest

MOST = 50  # a page of the list

Do = Callable[[ServiceRequest, Actor, Any], object]


def _take(found: ServiceRequest, by: Actor, form: Any) -> object:
    return operations.take(found.pk, by=by)


def _assign(found: ServiceRequest, by: Actor, form: Any) -> object:
    return operations.assign(found.pk, to_user_id=form.agent_id, by=by)


def _reroute(found: ServiceRequest, by: Actor, form: Any) -> object:
    return operations.reroute(found.pk, service_id=form.service_id, reason=form.cleaned_data["reason"], by=by)


@require_POST
@agents_only
def bulk(request: HttpRequest) -> HttpResponse:
    """Two of the three actions ask one more question, on a page of their own."""
    by, back = shell.actor(request), _back(request)
    chosen = _chosen(request, by)
    if not chosen:
        messages.error(request, _("Choisissez au moins une demande dans la liste."))
        return HttpResponseRedirect(back)
    action = request.POST.get("action", "")
    if action == "prendre":
        return _do_all(request, chosen, by, _take, None, back)
    if action in ("affecter", "reorienter"):
        return _ask_then_do(request, chosen, by, action, back)
    messages.error(request, _("Cette action n’existe pas."))
    return HttpResponseRedirect(back)


def _back(request: HttpRequest) -> str:
    """The list as it was, with its filters and its page."""
    asked, inbox = request.POST.get("retour", ""), reverse("back_office:inbox")
    return asked if asked.partition("?")[0] == inbox else inbox


def _chosen(request: HttpRequest, by: Actor) -> list[ServiceRequest]:
    """Only what this agent sees: another reference is as if it did not exist."""
    refs = []
    for value in request.POST.getlist("demande")[:MOST]:
        try:
            refs.append(uuid.UUID(value))
        except ValueError:
            continue
    visible = ServiceRequest.objects.visible_to(by).filter(public_id__in=refs)
    return list(visible.select_related("service").order_by("next_due_on", "pk"))


def _ask_then_do(request: HttpRequest, chosen: list[ServiceRequest], by: Actor, action: str, back: str) -> HttpResponse:
    data = request.POST if "confirmer" in request.POST else None
    form, do = _form(action, chosen, data)
    if data is not None and form.is_valid() and not _missing_reason(form):
        return _do_all(request, chosen, by, do, form, back)
    return shell.page(
        request,
        "back_office/bulk.html",
        status=422 if data is not None else 200,
        form=form,
        action=action,
        chosen=chosen,
        back=back,
        title=_title(action, len(chosen)),
        submit=_("Affecter ces demandes") if action == "affecter" else _("Réorienter ces demandes"),
    )


def _form(action: str, chosen: list[ServiceRequest], data: Any) -> tuple[DockForm, Do]:
    if action == "affecter":
        return AssignForm(data, agents=agents_for(chosen), absents=choices.absents(chosen)), _assign
    commune = Commune.objects.current()
    return RerouteForm(data, services=choices.destinations(commune.pk, chosen)), _reroute


def _missing_reason(form: DockForm) -> bool:
    if "reason" not in form.fields or form.cleaned_data["reason"].strip():
        return False
    form.add_error("reason", _("Dites pourquoi ces demandes changent de service."))
    return True


def _title(action: str, number: int) -> str:
    if action == "affecter":
        return ngettext("Affecter %(n)s demande", "Affecter %(n)s demandes", number) % {"n": number}
    return ngettext("Réorienter %(n)s demande", "Réorienter %(n)s demandes", number) % {"n": number}


def _do_all(
    request: HttpRequest, chosen: list[ServiceRequest], by: Actor, do: Do, form: Any, back: str
) -> HttpResponse:
    """What succeeded stays done; each refusal is printed with the number it concerns."""
    done = 0
    for found in chosen:
        try:
            do(found, by, form)
        except Refused as refusal:
            messages.error(request, f"{found.number} : {refusal.sentence}")
        else:
            done += 1
    if done:
        sentence = ngettext("%(n)s demande traitée.", "%(n)s demandes traitées.", done) % {"n": done}
        messages.success(request, sentence)
    return HttpResponseRedirect(back)
