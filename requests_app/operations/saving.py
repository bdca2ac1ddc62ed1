"""Saving a moved request: named fields, the next date, the last event, the revision; and refusing a stale page."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core import calendar, search
from core.actor import ActorKind
from core.errors import Stale
from core.templatetags.grc_dates import heure
from procedures import circuits
from requests_app.enums import Kind, Restriction
from requests_app.models import ServiceRequest, TimelineEntry
from requests_app.rules.deadlines import next_due, situation_of


def require_fresh(service_request: ServiceRequest, revision: int | None) -> None:
    """Raises Stale, with who did what since, when the page was shown before the last change. None: not asked."""
    if revision is None or revision == service_request.revision:
        return
    since = (
        TimelineEntry.objects.filter(request=service_request, data__revision__gt=revision)
        .exclude(actor_kind=ActorKind.SYSTEM)
        .order_by("-occurred_at", "-pk")
        .first()
    )
    if since is None:
        raise Stale(_("Cette demande a changé depuis l’affichage de la page : relisez-la avant de continuer."))
    raise Stale(
        _("« %(event)s » par %(who)s à %(hour)s : relisez la demande avant de continuer. Votre saisie est gardée.")
        % {
            "event": Kind(since.kind).label,
            "who": actor_name(since.actor_kind, since.actor_ref),
            "hour": heure(timezone.localtime(since.occurred_at)),
        }
    )


def actor_name(kind: str, ref: str) -> str:
    """As a colleague reads it."""
    if kind == ActorKind.AGENT and ref:
        user = User.objects.filter(pk=int(ref)).first()
        return user.display_name if user else _("un agent")
    if kind in (ActorKind.CITIZEN, ActorKind.LINK_HOLDER):
        return _("l’usager")
    return _("le système")


def move(service_request: ServiceRequest, *fields: str, event: Kind) -> None:
    """Saves a change made by a person: the revision goes up, so that an older page is refused."""
    service_request.revision += 1
    settle(service_request, *fields, "revision", event=event)


def settle(service_request: ServiceRequest, *fields: str, event: Kind | None = None) -> None:
    """Saves named fields with the next due date; what the clock or the mail does makes no page stale."""
    service_request.next_due_on, _due = next_due(situation_of(service_request))
    names = {*fields, "next_due_on"}
    if "phase" in names:
        service_request.current_step = circuits.step_for(service_request.circuit_version, service_request.phase)
        names.add("current_step")
        if _has_left(service_request):
            service_request.assigned_to = None
            names.add("assigned_to")
    if event is not None:
        service_request.last_event_kind = event
        service_request.last_event_at = calendar.now()
        names |= {"last_event_kind", "last_event_at"}
    service_request.save(update_fields=sorted(names))


def _has_left(service_request: ServiceRequest) -> bool:
    """A request that starts again is not left with an agent whose account is closed."""
    agent_id = service_request.assigned_to_id
    if agent_id is None or not service_request.is_open:
        return False
    return not User.objects.filter(pk=agent_id, is_active=True).exists()


def index(service_request: ServiceRequest, *, is_protected: bool | None = None) -> None:
    """Writes the search entry: what an agent types to find this request. ``is_protected``: when it is known already."""
    from requests_app.searching import words_of

    search.index(
        "request",
        service_request.pk,
        commune_id=service_request.commune_id,
        service_id=service_request.service_id,
        sector=service_request.service.sector.code,
        confidential=service_request.confidential,
        held=service_request.restriction != Restriction.NONE,
        text=words_of(service_request, is_protected=is_protected),
    )
