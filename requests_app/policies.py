"""Who may see, who may act: ``visible_to`` is a filter, ``can_view`` the same rule on one object; a test ties them."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Q
from django.utils.translation import gettext as _

from citizens.models import Citizen
from citizens.querysets import person_set
from core.actor import Actor, ActorKind
from core.errors import Forbidden
from organisation.access import Access, access_of
from organisation.enums import Role
from organisation.models import Service
from requests_app.enums import Action, Restriction
from requests_app.models import Draft, ServiceRequest

NOBODY = Q(pk__in=())
# Long enough to print a receipt while the person stands there.
JUST_NOW = dt.timedelta(minutes=30)


def draft_holder(draft: Draft) -> Actor:
    """Whoever fills this draft in: the page knows it by its address of 122 random bits; it opens no request."""
    return Actor(ActorKind.CITIZEN, f"draft-{draft.pk}")


def visible_to(actor: Actor) -> Q:
    """What this actor may read, as one filter on ServiceRequest."""
    if actor.kind == ActorKind.AGENT:
        access = access_of(actor)
        # One list of services first: an index that begins with the service serves it.
        readable = Q(confidential=False) | Q(service_id__in=_unveiled(access))
        return _in_town(access) & Q(service_id__in=access.service_ids) & readable
    if actor.kind == ActorKind.LINK_HOLDER and actor.request_id:
        return Q(pk=actor.request_id)
    if actor.kind == ActorKind.CITIZEN and actor.ref:
        return Q(citizen_id__in=_person_ids(actor))
    if actor.kind == ActorKind.SYSTEM:
        return Q(pk__isnull=False)
    return NOBODY


def visible_by_service(actor: Actor, only: uuid.UUID | None = None) -> list[Q]:
    """``visible_to`` of an agent cut by service: each part is read in the order of an index, then they are merged.

    ``only`` one service, by its public id: the others are not read to find that nothing there answers.
    """
    access = access_of(actor)
    unveiled = _unveiled(access)
    parts = []
    for service_id in sorted(access.service_ids if only is None else _that(only) & set(access.service_ids)):
        own = _in_town(access) & Q(service_id=service_id)
        parts.append(own if service_id in unveiled else own & Q(confidential=False))
    return parts


def _that(public_id: uuid.UUID) -> set[int]:
    return set(Service.objects.filter(public_id=public_id).values_list("pk", flat=True))


def _in_town(access: Access) -> Q:
    return Q(commune_id=access.commune_id, restriction=Restriction.NONE)


def can_view(actor: Actor, service_request: ServiceRequest) -> bool:
    """The same rule as ``visible_to``, on one object and without a query."""
    if actor.kind == ActorKind.AGENT:
        return _agent_sees(actor, service_request)
    if actor.kind == ActorKind.LINK_HOLDER:
        return actor.request_id == service_request.pk
    if actor.kind == ActorKind.CITIZEN:
        return service_request.citizen_id in _person_ids(actor)
    return actor.kind == ActorKind.SYSTEM


def _person_ids(actor: Actor) -> set[int]:
    """Every row that is this person: merging moves nothing."""
    citizen = Citizen.objects.filter(pk=int(actor.ref)).first() if actor.ref.isdecimal() else None
    return set(person_set(citizen).values_list("pk", flat=True)) if citizen else set()


def _unveiled(access: Access) -> frozenset[int]:
    """« confidentiel » lifts the veil only for who already handles the service."""
    return frozenset(access.service_ids) & frozenset(access.confidential_ids)


def _agent_sees(actor: Actor, service_request: ServiceRequest) -> bool:
    access = access_of(actor)
    if service_request.commune_id != access.commune_id or service_request.restriction != Restriction.NONE:
        return False
    allowed = _unveiled(access) if service_request.confidential else access.service_ids
    return service_request.service_id in allowed


def is_person(actor: Actor) -> bool:
    """Whoever asked, or holds their link: not the town."""
    return actor.kind in (ActorKind.CITIZEN, ActorKind.LINK_HOLDER)


def record_withheld(service_request: ServiceRequest) -> bool:
    """A record of civil status leaves by post or from hand to hand (decree 2017-890, art. 29).

    Online only where the commune chose so; what its decision carries is then kept from the person’s page.
    """
    delivers = service_request.commune.deliver_record_online
    return bool(service_request.procedure_version.definition.get("record")) and not delivers


def _agent_acts(actor: Actor, service_request: ServiceRequest) -> bool:
    return actor.is_agent and can_view(actor, service_request)


def _person_acts(actor: Actor, service_request: ServiceRequest) -> bool:
    return is_person(actor) and service_request.restriction == Restriction.NONE and can_view(actor, service_request)


can_take = can_assign = can_reroute = can_note = can_reply = can_ask = can_close = can_reopen = _agent_acts
can_qualify = can_set_aside = can_restore = can_mark_reached = _agent_acts
can_wait = can_split = can_merge = can_transmit = _agent_acts
can_answer = _person_acts


def can_link(actor: Actor, service_request: ServiceRequest) -> bool:
    """An agent who sees it; or what reads the mails, which finds that two may have to do with each other."""
    return actor.is_system or _agent_acts(actor, service_request)


def can_use_desk(actor: Actor) -> bool | str:
    """Whoever receives people, in any service: the single counter works for all."""
    if actor.is_agent and access_of(actor).service_ids:
        return True
    return _("Le guichet est ouvert aux agents d’accueil et à ceux qui traitent des demandes.")


def can_receive(actor: Actor) -> bool | str:
    """The counter view is for the role « accueil » (house.md §6)."""
    if actor.is_agent and access_of(actor).counter_ids:
        return True
    return _("La vue du guichet est ouverte aux agents d’accueil.")


def entered_just_now(actor: Actor, service_request: ServiceRequest, now: dt.datetime) -> bool:
    """The agent who typed it hands its receipt over, then loses sight of it if it is not of their services."""
    fresh = now - service_request.recorded_at <= JUST_NOW
    return actor.is_agent and fresh and actor.ref == service_request.entered_by


def can_decide(actor: Actor, service_request: ServiceRequest) -> bool:
    """Those who examine and those who head the service; not the reception desk, not the field."""
    if not _agent_acts(actor, service_request):
        return False
    access = access_of(actor)
    return any(access.has(role, service_request.service_id) for role in (Role.HANDLER, Role.MANAGER))


def can_withdraw(actor: Actor, service_request: ServiceRequest) -> bool:
    """The person; or an agent to whom the person said so."""
    return _person_acts(actor, service_request) or _agent_acts(actor, service_request)


_RULES = {
    Action.TAKE: can_take,
    Action.ASSIGN: can_assign,
    Action.REROUTE: can_reroute,
    Action.NOTE: can_note,
    Action.REPLY: can_reply,
    Action.ASK: can_ask,
    Action.ANSWER: can_answer,
    Action.DECIDE: can_decide,
    Action.CLOSE: can_close,
    Action.REOPEN: can_reopen,
    Action.WITHDRAW: can_withdraw,
    Action.QUALIFY: can_qualify,
    Action.SET_ASIDE: can_set_aside,
    Action.RESTORE: can_restore,
    Action.REACHED: can_mark_reached,
    Action.WAIT: can_wait,
    Action.RESUME: can_wait,
    Action.LINK: can_link,
    Action.SPLIT: can_split,
    Action.MERGE: can_merge,
    Action.UNMERGE: can_merge,
    Action.TRANSMIT: can_transmit,
}


def may(action: Action, actor: Actor, service_request: ServiceRequest) -> bool:
    """The rule of one action; pages ask it for each button."""
    return _RULES[action](actor, service_request)


def require(allowed: bool | str) -> None:
    """Lets through ``True`` only; a sentence is shown as it stands."""
    if allowed is True:
        return
    raise Forbidden(allowed or _("Vous n’avez pas le droit de faire cette action sur cette demande."))


def explain(actor: Actor) -> str:
    """What this actor sees, in the words shown on screen."""
    if actor.kind == ActorKind.AGENT:
        return _(
            "Vous voyez les demandes de vos services. Les demandes confidentielles demandent en plus "
            "le rôle « confidentiel » sur leur service."
        )
    if actor.kind == ActorKind.LINK_HOLDER:
        return _("Ce lien ouvre une seule demande.")
    if actor.kind == ActorKind.CITIZEN:
        return _("Vous voyez vos propres demandes.")
    return _("Un traitement automatique voit toutes les demandes.")
