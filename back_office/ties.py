"""Other requests this one has to do with, as the page of a request shows them; and finding one by its number."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from channels_app.models import InboundEmail
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from core.numbers import normalise_number
from requests_app.models import RequestLink, ServiceRequest
from requests_app.reading.ties import Tie, Ties, ties_of
from requests_app.rules.pairs import same_pair


@dataclass(frozen=True)
class Shown:
    """``possible`` is asked before the rest: one key says yes, another no."""

    ties: list[Tie] = field(default_factory=list)
    possible: Tie | None = None
    split_ref: str = ""
    act_url: str = ""


def build(service_request: ServiceRequest, by: Actor) -> Shown:
    known: Ties = ties_of(service_request, by=by)
    possible = next((tie for tie in known.ties if tie.possible), None)
    return Shown(
        ties=[tie for tie in known.ties if not tie.possible],
        possible=possible or possible_of(service_request, by),
        split_ref=str(known.split.public_id) if known.split else "",
        act_url=reverse("back_office:ties", args=[service_request.public_id]),
    )


def possible_of(service_request: ServiceRequest, by: Actor) -> Tie | None:
    """What the mail says it may be about, until an agent has answered; only a request this agent sees."""
    if service_request.channel != Channel.EMAIL:
        return None
    mails = InboundEmail.objects.filter(request=service_request, possibly_related__isnull=False)
    related = mails.order_by("pk").values_list("possibly_related_id", flat=True).first()
    if related is None or related == service_request.pk:
        return None
    seen = ServiceRequest.objects.visible_to(by).filter(pk=related).first()
    if seen is None or RequestLink.objects.filter(same_pair(service_request.pk, related)).exists():
        return None
    phase = seen.get_phase_display()
    return Tie(seen.public_id, seen.number, seen.title, phase, _("peut-être liée"), possible=True)


def by_number(typed: str, by: Actor) -> ServiceRequest:
    """A request this agent sees; any other number is as if it did not exist. Raises Refused."""
    number = normalise_number(typed) or ""
    seen = ServiceRequest.objects.visible_to(by).select_related("service", "procedure", "citizen")
    found = seen.filter(number=number).first() if number else None
    if found is None:
        raise Refused(_("Aucune demande de vos services ne porte ce numéro. Relisez-le : 2026-042317-K, par exemple."))
    return found
