"""Who may see an envelope and try it again: the agents of the service it leaves from or is written to."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from core.actor import Actor, ActorKind
from core.errors import Forbidden
from files import policies as file_policies
from files.enums import OwnerKind
from files.models import StoredFile
from messaging.enums import DispatchKind
from messaging.models import Dispatch
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


def can_read_letter(actor: Actor, stored: StoredFile) -> bool:
    """The PDF of an envelope: its agents, and whoever holds the link of the request it was written for."""
    dispatch = Dispatch.objects.filter(pk=stored.owner_id).first()
    if dispatch is None:
        return False
    if actor.kind == ActorKind.LINK_HOLDER:
        return _is_for(dispatch, actor)
    return can_view(actor, dispatch)


def _is_for(dispatch: Dispatch, actor: Actor) -> bool:
    is_theirs = dispatch.subject_kind == "request" and dispatch.subject_ref == str(actor.request_id)
    return is_theirs and dispatch.kind != DispatchKind.SERVICE_NOTICE


def register() -> None:
    file_policies.register(OwnerKind.DISPATCH, can_read_letter)
