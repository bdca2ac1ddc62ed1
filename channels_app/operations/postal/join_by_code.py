"""A letter that bears the code of a request joins it by itself; when it may not, an agent is told why."""

from __future__ import annotations

from itertools import chain

from django.db import transaction
from django.utils.translation import gettext as _, gettext_lazy as lazy

from channels_app.models import PostalItem, ScanPage
from channels_app.operations.postal import joining_request, numbers
from channels_app.post import indexing
from channels_app.post.enums import ItemState
from channels_app.post.matching import Named, named_by
from core.actor import Actor
from core.errors import Refused
from core.templatetags.grc_dates import date_simple
from requests_app.enums import ENDED, Phase, Restriction
from requests_app.models import ServiceRequest

BY = Actor.system("channels_app.post")
_OPEN = (ItemState.PROPOSED, ItemState.UNREADABLE)


@transaction.atomic
def join_by_code(item_id: int) -> PostalItem:
    """Once, however often it is called. Nothing joins a request that has ended or belongs to another commune."""
    item = PostalItem.objects.locked(item_id)
    if item.state not in _OPEN or not item.deposit_code or item.request_id is not None:
        return item
    named = named_by(item.deposit_code)
    if named is not None and named.reserved is not None:
        return _to_enter(item, named)
    found = named.request if named else None
    others = _other_codes(item)
    sentence = _SEVERAL if others else _why_not(item, found)
    if found is None or sentence:
        return _by_hand(item, _most_reserved(found, others), str(sentence))
    try:
        with transaction.atomic():
            joining_request.join(item, found, by=BY)
    except Refused as refusal:
        return _by_hand(item, found, refusal.sentence)
    numbers.register(item, by=BY)
    return item


def _other_codes(item: PostalItem) -> list[str]:
    """The codes that a page of this letter bears besides its own: which one is meant, only a reader can tell."""
    borne = chain.from_iterable(ScanPage.objects.filter(item=item).values_list("codes", flat=True))
    return [code for code in dict.fromkeys(borne) if code != item.deposit_code]


def _most_reserved(found: ServiceRequest | None, others: list[str]) -> ServiceRequest | None:
    """A letter that may be of a confidential request stays with its service until somebody has read it."""
    requests = [found, *(named.request for code in others if (named := named_by(code)) is not None)]
    return next((one for one in requests if one is not None and one.confidential), found)


_SEVERAL = lazy("Cette lettre porte les codes de plusieurs demandes : à rattacher à la main à celle qu’elle vise.")


def _why_not(item: PostalItem, found: ServiceRequest | None) -> str:
    if found is None:
        return _("Le code de dépôt n’est celui d’aucune demande : à traiter à la main.")
    if found.commune_id != item.commune_id:
        return _("Le code de dépôt est celui d’une demande d’une autre commune : à lui renvoyer.")
    if found.restriction != Restriction.NONE:
        return _("La demande de ce code n’est plus ouverte aux services : à remettre au délégué à la protection.")
    if found.phase not in ENDED:
        return ""
    told = _ENDED.get(Phase(found.phase), _CLOSED)
    return str(told) % {"number": found.number, "day": date_simple(found.closed_on)}


_CLOSED = lazy("La demande %(number)s est terminée depuis le %(day)s : à traiter à la main.")
_ENDED = {
    Phase.WITHDRAWN: lazy("La demande %(number)s a été retirée par la personne le %(day)s : à traiter à la main."),
    Phase.MERGED: lazy("La demande %(number)s a été réunie à une autre le %(day)s : rattachez ce courrier à celle-ci."),
    Phase.TRANSMITTED: lazy(
        "La demande %(number)s a été transmise à une autre administration le %(day)s : faites suivre ce courrier."
    ),
    Phase.SET_ASIDE: lazy("La demande %(number)s a été écartée le %(day)s : à traiter à la main."),
}


def _to_enter(item: PostalItem, named: Named) -> PostalItem:
    """A form of the continuity pack: its request is typed at the desk, with its true date."""
    assert named.reserved is not None  # noqa: S101 - narrows the type
    version = named.reserved.procedure_version
    item.state = ItemState.RESERVED
    item.reason = _("Formulaire « %s » rempli à la main : à saisir au guichet avec sa date.") % version.procedure.title
    item.proposed_procedure = version.procedure
    item.procedure_reason = _("code imprimé sur le formulaire")
    item.proposed_service = version.procedure.service
    item.service_reason = item.procedure_reason
    if version.procedure.confidential or version.confidential:
        item.confidential, item.service = True, version.procedure.service
    return _saved(item)


def _by_hand(item: PostalItem, found: ServiceRequest | None, sentence: str) -> PostalItem:
    item.state, item.reason = ItemState.BY_HAND, sentence[:500]
    if found is not None and found.commune_id == item.commune_id:
        item.related = found
        if found.confidential:
            # Even the number of a confidential request is its service’s.
            item.confidential, item.service = True, found.service
    return _saved(item)


def _saved(item: PostalItem) -> PostalItem:
    item.revision += 1
    item.save()
    indexing.index(item)
    return item
