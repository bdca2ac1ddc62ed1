"""Two cards compared, made one, made two again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from back_office import people, people_merge, shell
from back_office.guards import agents_only
from citizens.models import Citizen
from citizens.operations import merge_people
from core.actor import Actor
from core.errors import Forbidden, Refused, Stale


@require_http_methods(["GET", "POST"])
@agents_only
def merge(request: HttpRequest, public_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """The first one is kept. Nothing is done before the button; a colleague’s change in between is shown."""
    by = shell.actor(request)
    people.require_access(by)
    kept, merged = people.find(str(public_id), by), people.find(str(other_id), by)
    if kept is None or merged is None:
        raise Http404
    if kept.pk == merged.pk:
        messages.info(request, _("Ces deux fiches sont déjà réunies."))
        return _to(kept)
    if request.method == "GET":
        return _page(request, people_merge.build(kept, merged, by))
    return _merge(request, kept, merged, by)


def _merge(request: HttpRequest, kept: Citizen, merged: Citizen, by: Actor) -> HttpResponse:
    reason = request.POST.get("reason", "").replace("\x00", "")
    try:
        merge_people(
            kept_id=kept.pk,
            merged_id=merged.pk,
            reason=reason,
            by=by,
            kept_revision=_number(request, "kept"),
            merged_revision=_number(request, "merged"),
        )
    except Forbidden:
        raise
    except Stale as stale:
        messages.error(request, stale.sentence)
        seen = request.POST.getlist(people_merge.SEEN)[:20]
        again = people_merge.build(_fresh(kept), _fresh(merged), by, reason=reason, seen=seen)
        return _page(request, again, 409)
    except Refused as refusal:
        return _page(request, people_merge.build(kept, merged, by, reason=reason, error=refusal.sentence), 422)
    messages.success(request, _("Les deux fiches sont réunies sous %s. Vous pouvez annuler d’ici.") % kept.display_name)
    return _to(kept)


def _number(request: HttpRequest, name: str) -> int | None:
    """A page without it is treated as one shown too early."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _fresh(citizen: Citizen) -> Citizen:
    return Citizen.objects.get(pk=citizen.pk)


def _to(citizen: Citizen) -> HttpResponse:
    return HttpResponseRedirect(reverse("back_office:person", args=[citizen.public_id]) + "#reunions")


def _page(request: HttpRequest, comparison: people_merge.Comparison, status: int = 200) -> HttpResponse:
    return shell.page(request, "back_office/people/merge.html", current="usagers", status=status, comparison=comparison)
