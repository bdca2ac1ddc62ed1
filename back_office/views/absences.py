"""« Absences »: who is away, who stands in; noted by the agent, a manager or an administrator."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from back_office import absences as rows, shell
from back_office.account_forms import AbsenceForm
from back_office.guards import agents_only
from core import calendar
from core.errors import Refused
from core.models import Commune
from organisation.models import Absence
from organisation.operations import end_absence, record_absence
from organisation.policies import can_record_absence


@require_http_methods(["GET", "POST"])
@agents_only
def show(request: HttpRequest) -> HttpResponse:
    """The list, and the form above it; a refusal says why and keeps what was typed."""
    commune, by = Commune.objects.current(), shell.actor(request)
    form = _form(request, commune)
    error = ""
    if request.method == "POST" and form.is_valid():
        try:
            absence = record_absence(**form.known, by=by)
        except Refused as refusal:
            error = refusal.sentence
        else:
            messages.success(request, _("L’absence de %s est notée.") % absence.user.display_name)
            return HttpResponseRedirect(_back(request))
    return shell.page(
        request,
        "back_office/absences.html",
        current="absences",
        commune=commune,
        form=form,
        error=error,
        rows=rows.listed(commune.pk, calendar.today(commune), by),
        status=422 if error or form.errors else 200,
    )


def _form(request: HttpRequest, commune: Commune) -> AbsenceForm:
    by, me = shell.actor(request), request.user
    return AbsenceForm(
        request.POST if request.method == "POST" else None,
        agents=rows.choosable(commune.pk, by, me),  # type: ignore[arg-type]
        colleagues=list(rows.colleagues(commune.pk, by)),
        initial={"agent": str(me.public_id)},  # type: ignore[union-attr]
        auto_id="absence-%s",
    )


@require_POST
@agents_only
def end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Back today. An absence this agent may not touch does not exist here."""
    commune, by = Commune.objects.current(), shell.actor(request)
    found = Absence.objects.filter(commune=commune, public_id=public_id).select_related("user").first()
    if found is None or not can_record_absence(by, found.user):
        raise Http404
    end_absence(found.pk, by=by)
    messages.success(request, _("C’est noté : %s est de retour.") % found.user.display_name)
    return HttpResponseRedirect(_back(request))


def _back(request: HttpRequest) -> str:
    mine = request.POST.get("depuis") == "mon-compte"
    return reverse("back_office:my_account" if mine else "back_office:absences")
