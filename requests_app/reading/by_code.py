"""Following by number and spoken code, at a screen or on the phone: the state, never the documents."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from core import codes, trail
from core.actor import Actor
from core.errors import Refused
from core.folding import fold
from core.numbers import normalise_number
from core.ratelimit import hit
from requests_app.enums import Phase, Restriction
from requests_app.followed import kept_for
from requests_app.models import ServiceRequest
from requests_app.reading.next_step import Upcoming, next_step

HOUR = 3600
TRIES_PER_ADDRESS = 20
TRIES_PER_NUMBER = 10
# Compared against when no request bears the number, so that both answers take the same work.
_NOBODY = uuid.UUID(int=0)


@dataclass(frozen=True)
class Status:
    """What 36 bits may open: where it stands and what comes next; of a confidential request not even its subject."""

    number: str
    title: str
    received_on: dt.date
    phase: Phase
    phase_label: str
    sentence: str
    upcoming: list[Upcoming]
    legal: str
    service_name: str
    service_phone: str


def follow_by_code(number: str, code: str, proof: str, ip: str) -> Status:
    """The status; else Refused with one sentence whatever was wrong. RateLimited by address and by number.

    ``proof`` is the family name (accents and case do not matter) or the birth date; nothing for an anonymous report.
    """
    hit(f"follow:ip:{ip}", TRIES_PER_ADDRESS, HOUR)
    canonical = normalise_number(number) or ""
    hit(f"follow:number:{canonical or 'none'}:{ip if not canonical else ''}", TRIES_PER_NUMBER, HOUR)
    found = ServiceRequest.objects.select_related("citizen").filter(number=canonical).first()
    public_id, version = (found.public_id, found.codes_version) if found else (_NOBODY, 1)
    # Every check is made, none is skipped because another failed.
    genuine = [codes.spoken_matches(public_id, version, code), _proven(found, proof), found is not None]
    if not all(genuine) or found is None or found.restriction == Restriction.ARCHIVED:
        raise Refused(
            _("Aucune demande ne correspond. Vérifiez le numéro, le code de suivi et le nom ou la date de naissance.")
        )
    return _status(found.pk)


@transaction.atomic
def _status(request_id: int) -> Status:
    found = ServiceRequest.objects.select_related("procedure", "service__legal_entity", "commune").get(pk=request_id)
    trail.record(Actor.link_holder(found.pk), trail.Verb.READ, "request", found.pk, by="code")
    step = next_step(found)
    # Of a merged request, the state of the one the same person’s is followed in.
    shown = kept_for(found) or found
    secret = found.confidential
    return Status(
        number=found.number,
        title=_("Votre demande") if secret else found.procedure.title,
        received_on=found.received_on,
        phase=Phase(shown.phase),
        phase_label=str(Phase(shown.phase).label),
        sentence=step.sentence,
        upcoming=step.upcoming,
        legal=step.legal,
        service_name=shown.service.legal_entity.name if secret else shown.service.name,
        service_phone=shown.service.phone,
    )


def _proven(found: ServiceRequest | None, proof: str) -> bool:
    given, born = fold(proof), _birth_date(proof)
    names, birth = _known_of(found)
    if found is not None and not names and birth is None:
        return True
    return (bool(given) and given in names) or (born is not None and born == birth)


def _known_of(found: ServiceRequest | None) -> tuple[set[str], dt.date | None]:
    if found is None:
        return set(), None
    citizen = found.citizen
    if citizen is None:
        return {fold(found.reply_name)} - {""}, None
    last = [citizen.family_name, citizen.name_in_use]
    whole = [f"{citizen.first_names} {name}" for name in last if name] + [
        f"{name} {citizen.first_names}" for name in last if name
    ]
    return {fold(name) for name in (*last, *whole) if name}, citizen.birth_date


def _birth_date(text: str) -> dt.date | None:
    """« 12/04/1987 », « 12 4 1987 » or « 1987-04-12 »."""
    numbers = [int(part) for part in re.findall(r"\d{1,4}", text or "")][:3]
    if len(numbers) != 3:
        return None
    if numbers[0] > 31:
        numbers.reverse()
    day, month, year = numbers
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
