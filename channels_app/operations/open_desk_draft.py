"""The desk opens the same form as the site, already filled with what the town knows of the person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from citizens.enums import ContactKind
from citizens.models import Citizen, ContactPoint
from core import calendar
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from core.folding import fold
from procedures.doors import meaning, refusal
from procedures.enums import ChannelMeaning
from procedures.form_engine import KINDS, Form
from procedures.form_engine.form import attempt
from procedures.models import ProcedureVersion
from requests_app import policies
from requests_app.models import Draft
from requests_app.operations import start_draft
from requests_app.reading.identity import VALID_FOR, valid_check

FILLED_IN = frozenset({ChannelMeaning.FILES, ChannelMeaning.PREPARES})
_NAMES = ("family_name", "name_in_use", "first_names")
_CONTACTS = {
    "profile.email": ContactKind.EMAIL,
    "profile.phone": ContactKind.PHONE,
    "profile.address": ContactKind.POSTAL,
}


@transaction.atomic
def open_desk_draft(
    procedure_version_id: int,
    *,
    citizen_id: int | None,
    prefill: Mapping[str, Any] | None = None,
    channel: str = Channel.COUNTER,
    by: Actor,
) -> Draft:
    """``prefill``: answers by question key, which win over the person’s card. Raises Refused where nothing is filled.

    What cannot be an answer is left out: an old address never blocks a form.
    """
    version = ProcedureVersion.objects.select_related("procedure__commune").get(pk=procedure_version_id)
    policies.require(policies.can_use_desk(by))
    if meaning(version, channel) not in FILLED_IN:
        raise Refused(refusal(version, channel))
    person = _person(version.procedure.commune_id, citizen_id, by)
    answers = _answers(version, person, prefill or {}, by)
    return start_draft(
        version.pk,
        channel,
        version.procedure.commune_id,
        citizen_id=person.pk if person else None,
        by=by,
        answers=answers,
    )


def answers_known(version: ProcedureVersion, citizen_id: int, *, by: Actor) -> dict[str, Any]:
    """What the town knows of the person, as answers of this form: they were chosen after it was opened."""
    return _answers(version, _person(version.procedure.commune_id, citizen_id, by), {}, by)


def _answers(
    version: ProcedureVersion, person: Citizen | None, prefill: Mapping[str, Any], by: Actor
) -> dict[str, Any]:
    form = Form.from_definition(version.definition)
    return _valid(form, {**_card(form, person, by), **prefill}, version)


def _person(commune_id: int, citizen_id: int | None, by: Actor) -> Citizen | None:
    if citizen_id is None:
        return None
    people = Citizen.objects.visible_to(by).select_related("canonical")
    found = people.filter(pk=citizen_id, commune_id=commune_id).first()
    if found is None:
        raise Refused(_("Cette personne n’est plus au fichier. Cherchez-la de nouveau."))
    return found.canonical or found


def _card(form: Form, person: Citizen | None, by: Actor) -> dict[str, Any]:
    """By the questions that name the person who asks; the latest contact of each kind that this agent may see.

    Until identity is made sure of, the name and the e-mail alone: the acknowledgement repeats the answers and goes
    where the caller says, so whoever only gives a name would read a birth date, an address or a telephone in it.
    Kept, the e-mail takes the acknowledgement to its owner; replaced, it is in no answer.
    """
    if person is None:
        return {}
    sure = _made_sure_of(person, by)
    latest = {
        one.kind: one.value for one in ContactPoint.objects.of_person(person).visible_to(by).in_use().order_by("pk")
    }
    found: dict[str, Any] = {}
    for field in form.fields:
        if field.prefill == "profile.identity":
            found[field.key] = _identity(person, field.parts if sure else _NAMES)
        elif (kind := _CONTACTS.get(field.prefill)) and (sure or kind == ContactKind.EMAIL):
            found[field.key] = latest.get(kind, "")
    return {key: value for key, value in found.items() if value}


def told_elsewhere(draft: Draft, people: Collection[int], *, sent_to: str, by: Actor) -> set[str]:
    """Questions whose answer is an e-mail of the person’s card that what leaves would show to somebody else.

    As long as identity is not made sure of, a letter or a sheet goes where whoever speaks says: it does not repeat
    the e-mail that the card filled in. What came from the site with its code was written by the person.
    """
    if draft.channel == Channel.WEB or not people:
        return set()
    unsure = [one.pk for one in Citizen.objects.filter(pk__in=people) if not _made_sure_of(one, by)]
    same = Citizen.objects.filter(Q(pk__in=unsure) | Q(canonical__in=unsure))
    points = ContactPoint.objects.filter(citizen__in=same.values("pk"), kind=ContactKind.EMAIL)
    known = {fold(one) for one in points.values_list("value", flat=True)} - {fold(sent_to)}
    form = Form.from_definition(draft.procedure_version.definition)
    filled = {one.key for one in form.fields if one.prefill == "profile.email"}
    return {key for key in filled if fold(str(draft.answers.get(key) or "")) in known}


def note_entered(citizen_id: int, *, by: Actor) -> None:
    """This agent has just written the card from what the person says: nothing in it can be news to them."""
    cache.set(_entered(citizen_id, by), True, VALID_FOR.total_seconds())


def _made_sure_of(person: Citizen, by: Actor) -> bool:
    return bool(cache.get(_entered(person.pk, by))) or valid_check(person.pk, by=by) is not None


def _entered(citizen_id: int, by: Actor) -> str:
    return f"desk:entered:{by.ref}:{citizen_id}"


def _identity(person: Citizen, parts: Sequence[str]) -> dict[str, str]:
    known = {
        "family_name": person.family_name,
        "name_in_use": person.name_in_use,
        "first_names": person.first_names,
        "birth_date": person.birth_date.isoformat() if person.birth_date and not person.birth_veiled else "",
    }
    return {part: known[part] for part in parts if known.get(part)}


def _valid(form: Form, given: Mapping[str, Any], version: ProcedureVersion) -> dict[str, Any]:
    """Kept even where the question is not asked yet: it may be, after another answer."""
    today = calendar.today(version.procedure.commune)
    values = {}
    for field in form.fields:
        kind = KINDS[field.kind]
        if kind.has_value and field.kind != "file" and field.key in given:
            values[field.key] = attempt(field, kind.raw_of(field, given[field.key]), today)[0]
    return {key: value for key, value in values.items() if value is not None}
