"""From a draft to a request: what every door that fills in the form does alike."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _, ngettext

from citizens.mandates import covers
from citizens.models import Citizen, Mandate
from citizens.operations import identify
from citizens.querysets import person_set
from core import calendar
from core.actor import Actor
from core.errors import Refused
from files.enums import OwnerKind
from files.models import StoredFile
from organisation.operations import Location, locate
from procedures.form_engine import KINDS, Form, Requester
from procedures.form_engine.form import attempt
from procedures.models import Procedure
from requests_app.models import Draft
from requests_app.operations.register import version_to_file
from requests_app.rules.place import place_of

Faults = dict[str, dict[str, str]]


def locked(draft_id: int) -> Draft:
    """The same lock as registration takes: of two clicks the second waits, then finds the request."""
    # Never join ``request`` here: after the wait PostgreSQL re-reads the locked row, not the rows joined to it.
    draft = Draft.objects.select_for_update(of=("self",)).filter(pk=draft_id).first()
    if draft is None:
        raise Refused(_("Ce brouillon n’existe plus. Recommencez la démarche : elle prend quelques minutes."))
    draft.procedure_version = version_to_file(draft.procedure_version_id)
    draft.commune = draft.procedure_version.procedure.commune
    return draft


def require_complete(form: Form, draft: Draft, channel: str = "") -> None:
    """Every answer asked for is there, and nothing typed was left aside because it was wrong."""
    sentences = [text for found in (faults(form, draft, channel), left_wrong(form, draft)) for text in _texts(found)]
    if sentences:
        count = len(sentences)
        told = ngettext(
            "Il reste %(count)d réponse à corriger ou à compléter avant d’envoyer la demande : %(first)s",
            "Il reste %(count)d réponses à corriger ou à compléter avant d’envoyer la demande. La première : %(first)s",
            count,
        )
        raise Refused(told % {"count": count, "first": sentences[0]})


def _texts(found: Faults) -> list[str]:
    return [text for errors in found.values() for text in errors.values()]


def faults(form: Form, draft: Draft, channel: str = "") -> Faults:
    """What is missing or contradicts itself, by page then by question.

    A question marked ``optional_at`` this door may stay without answer there: nobody signs over the phone.
    """
    kept = form.relevant(draft.answers)
    spared = {field.key for field in form.fields if channel in field.optional_at and field.key not in kept}
    found = {
        page: {key: text for key, text in errors.items() if key.partition("-")[0] not in spared}
        for page, errors in form.clean_all(draft.answers).items()
    }
    return {page: errors for page, errors in found.items() if errors}


def left_wrong(form: Form, draft: Draft) -> Faults:
    """Typed in a question that may stay empty, and unreadable: a mistyped e-mail is not « no e-mail ».

    By page, then by question or part of it, as `Form.clean_all` tells the others.
    """
    today = calendar.today(draft.commune)
    found: Faults = {}
    for page, shown, kept in form.walk(draft.answers):
        for field in shown:
            kind = KINDS[field.kind]
            if field.key in kept or field.kind == "file" or not kind.has_value:
                continue
            typed = {name: draft.raw[name] for name in kind.names(field) if draft.raw.get(name)}
            errors = attempt(field, typed, today)[1] if typed else {}
            if errors:
                found.setdefault(page.key, {}).update(errors)
    return found


def person_of(draft: Draft, asker: Requester, by: Actor) -> Citizen | None:
    """Nobody said who they are: an anonymous report has no person."""
    identity = asker.identity
    if not identity or not identity.get("family_name"):
        return None
    born = identity.get("birth_date")
    return identify(
        commune_id=draft.commune_id,
        family_name=identity["family_name"],
        first_names=identity.get("first_names", ""),
        birth_date=dt.date.fromisoformat(born) if born else None,
        email=asker.email,
        phone=asker.phone,
        postal_address=asker.postal,
        confidential=draft.procedure_version.procedure.confidential or draft.procedure_version.confidential,
        by=by,
    )


def location(draft: Draft, form: Form) -> Location:
    place = place_of(form, draft.answers)
    return locate(draft.commune_id, lat=place.lat, lon=place.lon, address=place.words)


def files(form: Form, draft: Draft) -> list[int]:
    """Those of the questions that are asked; what a changed answer hid stays with the draft and goes with it."""
    kept = form.relevant(draft.answers)
    names = {public_id for field in form.fields if field.kind == "file" for public_id in kept.get(field.key) or ()}
    owned = StoredFile.objects.of(OwnerKind.DRAFT, draft.pk).filter(public_id__in=names)
    return list(owned.values_list("pk", flat=True))


def mandate_in_force(mandate_id: int, citizen: Citizen | None, procedure: Procedure, on: dt.date) -> Mandate:
    """Who acts for whom, on that day and for that procedure. Raises Refused with the sentence of what is wrong."""
    mandates = Mandate.objects.select_related("principal", "mandatary")
    found = mandates.filter(pk=mandate_id, principal__commune_id=procedure.commune_id).first()
    if found is None or citizen is None or not person_set(citizen).filter(pk=found.principal_id).exists():
        raise Refused(_("Ce mandat n’est pas celui de la personne pour qui la demande est faite."))
    if not found.from_on <= on <= found.until_on or (found.revoked_on and found.revoked_on <= on):
        raise Refused(_("Ce mandat n’est pas en cours ce jour-là : demandez-en un nouveau."))
    if not covers(found, procedure=procedure.code, family=procedure.family.code, on=on):
        raise Refused(_("Ce mandat ne vaut pas pour cette démarche."))
    return found
