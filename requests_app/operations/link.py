"""Two requests that have to do with each other: linked, unlinked, or said to have nothing in common."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import calendar
from core.actor import Actor
from core.errors import Refused
from requests_app import lifecycle, policies
from requests_app.enums import Action, Kind, LinkKind
from requests_app.models import RequestLink, RequestSplit, ServiceRequest
from requests_app.operations import timeline
from requests_app.rules.pairs import same_pair


@transaction.atomic
def link_requests(
    first_id: int, second_id: int, *, kind: str = LinkKind.RELATED, by: Actor, split: RequestSplit | None = None
) -> RequestLink:
    """One link a pair: a surer one replaces « peut-être », which a dismissed pair never gets again.

    ``first_id`` is the principal one for « parent ». No page becomes stale. Raises Refused, Forbidden.
    """
    first, second = _pair(first_id, second_id, by)
    wanted = LinkKind(kind)
    known = RequestLink.objects.select_for_update().filter(same_pair(first.pk, second.pk)).first()
    if known is not None and wanted == LinkKind.POSSIBLY:
        return known
    if known is not None and known.kind == wanted and known.first_id == first.pk and known.dismissed_at is None:
        raise Refused(_("Ces deux demandes sont déjà liées."))
    link = known or RequestLink()
    link.first, link.second, link.kind, link.split = first, second, wanted, split
    link.linked_by_id, link.linked_at, link.dismissed_at = by.user_id, calendar.now(), None
    link.save()
    if wanted != LinkKind.POSSIBLY and split is None:
        _tell(first, second, Kind.LINKED, by)
    return link


@transaction.atomic
def unlink_requests(first_id: int, second_id: int, *, by: Actor) -> None:
    """What a split made stays tied to where it comes from. Raises Refused, Forbidden."""
    first, second = _pair(first_id, second_id, by)
    link = RequestLink.objects.select_for_update().filter(same_pair(first.pk, second.pk)).first()
    if link is None or link.dismissed_at is not None:
        raise Refused(_("Ces deux demandes ne sont pas liées."))
    if link.split_id is not None:
        raise Refused(_("Ces demandes viennent du même courrier : ce lien reste."))
    link.dismissed_at = calendar.now()
    link.save(update_fields=["dismissed_at"])
    _tell(first, second, Kind.UNLINKED, by)


@transaction.atomic
def settle_possible_link(first_id: int, second_id: int, *, confirmed: bool, by: Actor) -> RequestLink:
    """« Peut-être liée » becomes a link, or is never said again. Raises Refused, Forbidden."""
    first, second = _pair(first_id, second_id, by)
    known = RequestLink.objects.select_for_update().filter(same_pair(first.pk, second.pk)).first()
    if known is not None and (known.kind != LinkKind.POSSIBLY or known.dismissed_at is not None):
        raise Refused(_("Un collègue vient de répondre à cette question."))
    if confirmed:
        return link_requests(first.pk, second.pk, kind=LinkKind.RELATED, by=by)
    link = known or RequestLink(first=first, second=second, kind=LinkKind.POSSIBLY, linked_at=calendar.now())
    link.dismissed_at, link.linked_by_id = calendar.now(), by.user_id
    link.save()
    return link


def _pair(first_id: int, second_id: int, by: Actor) -> tuple[ServiceRequest, ServiceRequest]:
    if first_id == second_id:
        raise Refused(_("C’est la même demande : donnez le numéro d’une autre."))
    pair = ServiceRequest.objects.locked_together(first_id, second_id)
    if len(pair) != 2:
        raise Refused(_("Une de ces demandes n’existe plus."))
    for one in pair:
        policies.require(policies.can_link(by, one))
        lifecycle.after(one.phase, Action.LINK)
    return pair[0], pair[1]


def _tell(first: ServiceRequest, second: ServiceRequest, kind: Kind, by: Actor) -> None:
    """Of a confidential request, the story of another says nothing: it does not exist there."""
    for one, other in ((first, second), (second, first)):
        if one.confidential or not other.confidential:
            timeline.record(one, kind, by=by, data={"other": other.pk})
