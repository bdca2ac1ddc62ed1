"""Who may see a person: ``visible_to`` is a filter, ``can_view`` the same rule on one row; a test ties them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from citizens.enums import ContactKind
from citizens.models import AddressKeeper, Citizen
from citizens.querysets import person_set
from core.actor import Actor, ActorKind
from core.batch import in_a_batch, remembered
from core.errors import Forbidden
from organisation.access import access_of
from organisation.enums import Role

NOBODY = Q(pk__in=())
EDITORS = (Role.COUNTER, Role.HANDLER, Role.MANAGER)

# Primary keys of the people of the confidential things that an actor may see: told by the floors above.
Reach = Callable[[Actor], "QuerySet[Any, Any]"]
_reaches: list[Reach] = []


def register_reach(reach: Reach) -> None:
    """``reach(actor)`` is a queryset of one column, ids of citizens; what is veiled is seen through it alone."""
    if reach not in _reaches:
        _reaches.append(reach)


def reached(actor: Actor, path: str = "pk") -> Q:
    """The veiled people this actor may see: those of their confidential requests, and the kept rows of those."""
    if actor.is_system:
        return Q(**{f"{path}__isnull": False})
    if not access_of(actor).confidential_ids:
        return NOBODY
    found = NOBODY
    for reach in _reaches:
        ids = reach(actor)
        kept = Citizen.objects.filter(pk__in=ids, canonical__isnull=False).values("canonical_id")
        found |= Q(**{f"{path}__in": ids}) | Q(**{f"{path}__in": kept})
    return found


def visible_to(actor: Actor) -> Q:
    """The people who exist for this actor, as one filter on Citizen.

    Reception and those who handle see everybody of their commune but what is veiled; a veiled person exists only for
    who may see one of their confidential requests.
    """
    if actor.is_agent:
        access = access_of(actor)
        if not access.service_ids:
            return NOBODY
        return Q(commune_id=access.commune_id) & (Q(veiled=False) | reached(actor))
    if actor.kind == ActorKind.CITIZEN and actor.ref.isdecimal():
        own = Citizen.objects.filter(pk=int(actor.ref)).first()
        return Q(pk__in=person_set(own).values("pk")) if own else NOBODY
    return Q(pk__isnull=False) if actor.is_system else NOBODY


def can_view(actor: Actor, citizen: Citizen) -> bool:
    """The same rule on one row; a query for a veiled person only."""
    if actor.is_agent:
        access = access_of(actor)
        if citizen.commune_id != access.commune_id or not access.service_ids:
            return False
        return not citizen.veiled or sees_veiled(actor, citizen)
    if actor.kind == ActorKind.CITIZEN and actor.ref.isdecimal():
        return person_set(citizen).filter(pk=int(actor.ref)).exists()
    return actor.is_system


def sees_veiled(actor: Actor, citizen: Citizen) -> bool:
    """What is known of this person through a confidential request only exists for this actor."""
    return actor.is_system or Citizen.objects.filter(reached(actor), pk=citizen.pk).exists()


def can_edit(actor: Actor, citizen: Citizen) -> bool:
    """Those who receive, examine or head a service, for whoever they see; technicians read."""
    if actor.is_system:
        return True
    access = access_of(actor)
    return any(role in EDITORS for role, _service in access.roles) and can_view(actor, citizen)


def can_create(actor: Actor, commune_id: int) -> bool:
    access = access_of(actor)
    mine = access.commune_id == commune_id and any(role in EDITORS for role, _service in access.roles)
    return actor.is_system or mine


def keeps_address(actor: Actor, citizen: Citizen) -> bool:
    """True when the postal address may be shown to this actor: not protected, or an agent named for it."""
    rows = person_set(citizen)
    if actor.is_system or not rows.filter(protected=True).exists():
        return True
    if actor.user_id is None:
        return actor.kind == ActorKind.CITIZEN and can_view(actor, citizen)
    return AddressKeeper.objects.filter(citizen__in=rows, user_id=actor.user_id).exists()


def protected_among(citizen_ids: Iterable[int]) -> set[int]:
    """Those of them whose postal address is protected, on their row or on another row of the same person."""
    with connection.cursor() as cursor:
        cursor.execute(_PROTECTED, [list(citizen_ids)])
        return {pk for (pk,) in cursor.fetchall()}


# In SQL: asked at each filing, it costs less than building the query did.
_PROTECTED = """
SELECT asked.id FROM citizens_citizen AS asked WHERE asked.id = ANY(%s::bigint[]) AND EXISTS (
    SELECT 1 FROM citizens_citizen AS same WHERE same.protected
    AND (same.id = COALESCE(asked.canonical_id, asked.id) OR same.canonical_id = COALESCE(asked.canonical_id, asked.id))
)
"""


def hidden_among(actor: Actor, citizen_ids: Iterable[int]) -> set[int]:
    """``keeps_address`` over many, for an agent: those whose address this actor may not read.

    Two queries, once a web request for the same people; ``index_person`` forgets what was read.
    """
    asked = frozenset(citizen_ids)
    if not asked or in_a_batch():  # a batch changes people between two questions
        return _hidden_among(actor, asked) if asked else set()
    return set(remembered(("hidden", actor, asked), lambda: _hidden_among(actor, asked)))


def _hidden_among(actor: Actor, citizen_ids: Iterable[int]) -> set[int]:
    protected = set() if actor.is_system else protected_among(citizen_ids)
    if not protected or actor.user_id is None:
        return protected
    mine = AddressKeeper.objects.filter(user_id=actor.user_id).values(kept=Coalesce("citizen__canonical_id", "citizen"))
    asked = Citizen.objects.filter(pk__in=protected).annotate(person=Coalesce("canonical_id", "pk"))
    return protected - set(asked.filter(person__in=mine).values_list("pk", flat=True))


def contacts_visible_to(actor: Actor) -> Q:
    """The contact points this actor may read, as one filter on ContactPoint."""
    if actor.is_system:
        return Q(pk__isnull=False)
    people = Citizen.objects.filter(visible_to(actor)).values("pk")
    if not actor.is_agent:
        return Q(citizen__in=people)
    open_to_all = Q(veiled=False) | Q(citizen__in=Citizen.objects.filter(reached(actor)).values("pk"))
    # Asked of each contact point on its way out, never of every protected person of the town.
    person = Coalesce(OuterRef("citizen__canonical_id"), OuterRef("citizen_id"))
    hidden = Exists(Citizen.objects.filter(Q(pk=person) | Q(canonical_id=person), protected=True))
    kept = AddressKeeper.objects.filter(Q(citizen_id=person) | Q(citizen__canonical_id=person))
    kept_by_me = Exists(kept.filter(user_id=actor.user_id or 0))
    return Q(citizen__in=people) & open_to_all & ~(Q(kind=ContactKind.POSTAL) & Q(hidden) & ~Q(kept_by_me))


def entries_visible_to(actor: Actor) -> Q:
    """``visible_to`` over the entries of the search: what does not exist for the actor is not found either."""
    access = access_of(actor)
    if not actor.is_agent or not access.service_ids:
        return NOBODY
    return Q(commune_id=access.commune_id, held=False) & (Q(confidential=False) | reached(actor, "ref"))


def require(allowed: bool | str) -> None:
    """Lets through ``True`` only; a sentence is shown as it stands."""
    if allowed is True:
        return
    raise Forbidden(allowed or _("Cette fiche n’existe pas ou vous n’avez pas le droit de la modifier."))


def explain(actor: Actor) -> str:
    """Which people this actor sees, in the words shown on screen."""
    if actor.is_agent:
        return _(
            "Vous voyez les usagers de votre commune. Une personne connue par une demande confidentielle seulement "
            "n’existe que pour qui voit cette demande ; une adresse protégée, que pour les agents habilités."
        )
    if actor.kind == ActorKind.CITIZEN:
        return _("Vous voyez votre propre fiche.")
    return _("Un traitement automatique voit toutes les fiches.")
