"""« Comptes des agents »: the departure of an agent, and the link to choose a new password."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from back_office import absences, leavers, shell
from back_office.guards import agents_only
from core import calendar
from core.actor import Actor
from core.errors import Forbidden, Refused
from core.models import Commune
from messaging.operations import send_reset_link
from organisation import policies, presence
from organisation.access import access_of
from requests_app.operations import close_account


def may_use(by: Actor) -> bool:
    access = access_of(by)
    return access.is_staff or bool(access.manager_ids)


@require_GET
@agents_only
def show(request: HttpRequest) -> HttpResponse:
    """The agents of my services, or all of them for an administrator: three queries whatever their number."""
    commune, by = Commune.objects.current(), shell.actor(request)
    _require(by)
    away = presence.away(commune.pk, calendar.today(commune))
    agents = absences.managed_by(commune.pk, by).prefetch_related(
        "serviceuserobjectpermission_set__content_object", "headed_services"
    )
    return shell.page(
        request,
        "back_office/accounts.html",
        current="comptes",
        commune=commune,
        agents=[_row(one, away) for one in agents],
        is_staff=access_of(by).is_staff,
    )


def _row(user: User, away: presence.Absents) -> dict[str, Any]:
    grants = user.serviceuserobjectpermission_set.all()  # type: ignore[attr-defined] # guardian's reverse name
    services = sorted({grant.content_object.short_name for grant in grants})
    absent = away.get(user.pk)
    return {"user": user, "services": ", ".join(services), "absent": presence.until_words(absent) if absent else ""}


def _require(by: Actor) -> None:
    if not may_use(by):
        raise Forbidden(_("Cette page est ouverte aux administrateurs et aux responsables de service."))


def _agent(by: Actor, public_id: uuid.UUID) -> User:
    """An agent this one does not manage does not exist here."""
    _require(by)
    user = User.objects.select_related("commune").filter(public_id=public_id, is_active=True).first()
    if user is None or not policies.manages(by, user):
        raise Http404
    return user


@require_http_methods(["GET", "POST"])
@agents_only
def leaver(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What is theirs and who takes it; then the account is closed. A refusal keeps every choice."""
    by = shell.actor(request)
    user = _agent(by, public_id)
    allowed = policies.can_close_account(by, user)
    colleagues = (
        [one for one in absences.colleagues(user.commune_id, by) if one.pk != user.pk] if user.commune_id else []
    )
    ids = {str(one.public_id): one.pk for one in colleagues}
    found = leavers.in_hand(user, by, request.POST.dict())
    error = "" if allowed is True else str(allowed)
    successor = request.POST.get("suite", "")
    if request.method == "POST" and not error:
        try:
            close_account(user.pk, successor_id=ids.get(successor), shares=leavers.shares(found, ids), by=by)
        except Refused as refusal:
            error = refusal.sentence
        else:
            messages.success(request, _("Le compte de %s est fermé, son travail est remis.") % user.display_name)
            return HttpResponseRedirect(reverse("back_office:accounts"))
    return shell.page(
        request,
        "back_office/leaver.html",
        current="comptes",
        leaver=user,
        hand=found,
        colleagues=[(str(one.public_id), one.display_name) for one in colleagues],
        successor=successor,
        error=error,
        may=allowed is True,
        status=422 if error and request.method == "POST" else 200,
    )


@require_POST
@agents_only
def send_link(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One use, twenty-four hours; the old password is good until then."""
    by = shell.actor(request)
    user = _agent(by, public_id)
    path = reverse("back_office:reset_password", args=[user.public_id, "TOKEN"])
    try:
        send_reset_link(user.pk, path=path, by=by)
    except Forbidden:
        raise
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Un lien valable vingt-quatre heures part à %s.") % user.email)
    return HttpResponseRedirect(reverse("back_office:accounts"))
