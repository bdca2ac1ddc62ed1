"""Before any content is read out: the code, two facts, a call back to the known number, or a document seen."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from citizens.enums import ContactKind
from citizens.models import Citizen, ContactPoint
from citizens.querysets import person_set
from core import calendar, codes, trail
from core.actor import Actor
from core.errors import Refused
from core.numbers import normalise_number
from core.ratelimit import hit
from requests_app import policies
from requests_app.enums import FactKind, IdentityMethod, Restriction
from requests_app.models import IdentityCheck, ServiceRequest

HOUR = 3600
TRIES_PER_AGENT = 60
TRIES_PER_PERSON = 10
WRONG_CODES = 5
FACTS_NEEDED = 2


def check_identity(
    *,
    citizen_id: int,
    by: Actor,
    method: str,
    facts: Sequence[str] = (),
    number: str = "",
    code: str = "",
    contact_id: int | None = None,
) -> IdentityCheck:
    """Records how the agent made sure; valid for that agent, for half an hour (`reading.identity.valid_check`).

    Facts are those the town knows (`known_facts`), two distinct ones at least. A caller’s number proves nothing and is
    no fact. Raises Refused with what is missing, RateLimited past ten tries an hour on one person.
    """
    policies.require(policies.can_use_desk(by))
    hit(f"identity:agent:{by.ref}", TRIES_PER_AGENT, HOUR)
    person = _person(citizen_id, by)
    hit(f"identity:person:{person.pk}", TRIES_PER_PERSON, HOUR)
    proof: dict[str, object] = {}
    if method == IdentityMethod.CODE:
        proof["request"] = _by_code(person, number, code, by)
    elif method == IdentityMethod.FACTS:
        proof["facts"] = _ticked(person, facts, by)
    elif method == IdentityMethod.CALL_BACK:
        _require_known_number(person, by)
    elif method != IdentityMethod.SEEN:
        raise Refused(_("Dites comment l’identité a été vérifiée."))
    with transaction.atomic():
        trail.record(by, trail.Verb.READ, "citizen", person.pk, identity=str(method))
        return IdentityCheck.objects.create(
            citizen=person,
            agent_id=by.user_id or 0,
            method=method,
            contact_ref=contact_id,
            checked_at=calendar.now(),
            **proof,
        )


def _person(citizen_id: int, by: Actor) -> Citizen:
    from requests_app.reading.identity import known_person

    return known_person(citizen_id, by)


def _by_code(person: Citizen, number: str, code: str, by: Actor) -> ServiceRequest:
    """A request of that person, which this agent may know of. The same sentence whatever was wrong."""
    canonical = normalise_number(number) or ""
    # By agent: a number read wrong at one window closes it at no other. The person’s own count holds for the town.
    hit(f"identity:wrong:{by.ref}:{canonical}", TRIES_PER_PERSON, HOUR)
    found = ServiceRequest.objects.filter(
        number=canonical, citizen__in=person_set(person), restriction=Restriction.NONE
    ).first()
    known = found is not None and (not found.confidential or policies.can_view(by, found))
    if not known or found is None or not codes.spoken_matches(found.public_id, found.codes_version, code):
        _refuse_code(person, by)
    assert found is not None  # noqa: S101 - narrows the type
    return found


def _refuse_code(person: Citizen, by: Actor) -> None:
    with transaction.atomic():
        trail.record(by, trail.Verb.REFUSED, "citizen", person.pk, identity=str(IdentityMethod.CODE))
    hit(f"identity:wrong:person:{person.pk}", WRONG_CODES, HOUR)
    raise Refused(
        _(
            "Ce numéro et ce code ne vont pas ensemble, ou ne sont pas ceux de cette personne. "
            "Ne lisez rien au téléphone."
        )
    )


def _ticked(person: Citizen, facts: Sequence[str], by: Actor) -> list[str]:
    from requests_app.reading.identity import known_facts

    ticked = list(dict.fromkeys(str(fact) for fact in facts))
    offered = {str(fact.kind) for fact in known_facts(person.pk, by=by)}
    if len(offered) < FACTS_NEEDED:
        raise Refused(
            _(
                "La mairie connaît trop peu de faits sur cette personne : demandez le code de suivi, rappelez le "
                "numéro connu, ou invitez-la au guichet."
            )
        )
    strange = [fact for fact in ticked if fact not in offered]
    if strange:
        labels = ", ".join(str(FactKind(fact).label) for fact in strange if fact in FactKind.values) or strange[0]
        raise Refused(_("La mairie ne peut pas vérifier ce fait : %s.") % labels)
    if len(ticked) < FACTS_NEEDED:
        raise Refused(_("Cochez deux faits vérifiés au moins. Le nom et le numéro de l’appelant ne prouvent rien."))
    return ticked


def _require_known_number(person: Citizen, by: Actor) -> None:
    if not ContactPoint.objects.of_person(person).visible_to(by).in_use().filter(kind=ContactKind.PHONE).exists():
        raise Refused(_("Aucun numéro n’est connu pour cette personne : vérifiez son identité autrement."))
