"""Who may see an envelope and try it again: the agents of the service it leaves from or is written to."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Forbidden
from messaging.conf import conf
from messaging.enums import DomainVerdict
from messaging.models import Dispatch, SendingDomain
from organisation.access import access_of


def visible_to(actor: Actor) -> Q:
    """A filter over Dispatch. Confidential envelopes exist only for those who handle confidential requests there."""
    if actor.is_system:
        return Q()
    access = access_of(actor)
    return Q(service_id_ref__in=access.service_ids, confidential=False) | Q(
        service_id_ref__in=access.confidential_ids, confidential=True
    )


def can_view(actor: Actor, dispatch: Dispatch) -> bool:
    """The same rule for one row."""
    if actor.is_system:
        return True
    access = access_of(actor)
    return dispatch.service_id_ref in (access.confidential_ids if dispatch.confidential else access.service_ids)


def can_retry(actor: Actor, dispatch: Dispatch) -> bool:
    return can_view(actor, dispatch)


def require(allowed: bool) -> None:
    if not allowed:
        raise Forbidden(_("Cet envoi n’existe pas ou n’est pas celui de votre service."))


def may_write_from(address: str) -> bool:
    """Whether agents may write from this address (or domain): where it matters, a domain checked and in order.

    Receipts, acknowledgements and notices never ask: they are due by law, and leave with an alarm on the screen.
    """
    if not conf().require_checked_domain:
        return True
    domain = address.rpartition("@")[2].strip().lower()
    return SendingDomain.objects.filter(domain=domain, verdict=DomainVerdict.PASSED).exists()


def why_not_from(address: str) -> str:
    """The sentence the agent is shown; empty when they may."""
    if may_write_from(address):
        return ""
    return (
        _(
            "Le domaine de l’adresse %s n’est pas vérifié : vos courriels seraient pris pour des faux. "
            "Appelez la personne, ou demandez à l’administrateur de vérifier le domaine d’envoi."
        )
        % address
    )
