"""Who may see an envelope and try it again: the agents of the service it leaves from or is written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from core.actor import Actor
from core.errors import Forbidden
from files import policies as file_policies
from files.enums import OwnerKind
from messaging.conf import conf
from messaging.enums import DomainVerdict
from organisation.access import access_of

if TYPE_CHECKING:
    from files.models import StoredFile
    from messaging.models import Dispatch


def visible_to(actor: Actor) -> Q:
    """A filter over Dispatch. Confidential envelopes exist only for those who handle confidential requests there."""
    if actor.is_system:
        return Q(pk__isnull=False)
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


def _can_read_batch(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees every letter of the batch."""
    from messaging.letter_queries import batch
    from messaging.models import PrintBatch

    public_id = PrintBatch.objects.filter(pk=stored.owner_id or 0).values_list("public_id", flat=True).first()
    return actor.is_agent and public_id is not None and batch(actor, public_id) is not None


def register() -> None:
    file_policies.register(OwnerKind.PRINT_BATCH, _can_read_batch)


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
    from messaging.models import SendingDomain

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
