"""The web door: a finished draft becomes a request."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from citizens.models import Citizen
from citizens.operations import identify
from core import calendar
from core.actor import Actor
from core.enums import Channel
from core.errors import Refused
from files.enums import OwnerKind
from files.models import StoredFile
from organisation.operations import Location, locate
from procedures.form_engine import KINDS, Form, Requester, person_name, requester
from procedures.form_engine.form import attempt
from requests_app.models import Draft, ServiceRequest
from requests_app.operations import Reply, register_request
from requests_app.rules.place import Place, place_of


@transaction.atomic
def file_from_web(draft_id: int, *, by: Actor) -> ServiceRequest:
    """Checks the answers, finds or creates the person, places the request, registers it: all or nothing.

    Sent twice, the same request comes back. Raises Refused with what is missing; nothing typed is lost.
    """
    draft = _locked(draft_id)
    if draft.request is not None:
        return draft.request
    form = Form.from_definition(draft.procedure_version.definition)
    _require_complete(form, draft)
    asker = requester(form, draft.answers)
    citizen = _citizen(draft.commune_id, asker, by)
    place = place_of(form, draft.answers)
    return register_request(
        procedure_version_id=draft.procedure_version_id,
        channel=Channel.WEB,
        answers=draft.answers,
        citizen_id=citizen.pk if citizen else None,
        reply=_reply(asker),
        draft_id=draft.pk,
        file_ids=_files(form, draft),
        location=_location(draft.commune_id, place),
        by=by,
    )


def _locked(draft_id: int) -> Draft:
    """The same lock as registration takes: of two clicks the second waits, then finds the request."""
    # Never join ``request`` here: after the wait PostgreSQL re-reads the locked row, not the rows joined to it.
    drafts = Draft.objects.select_for_update(of=("self",)).select_related("procedure_version", "commune")
    draft = drafts.filter(pk=draft_id).first()
    if draft is None:
        raise Refused(_("Ce brouillon n’existe plus. Recommencez la démarche : elle prend quelques minutes."))
    return draft


def _require_complete(form: Form, draft: Draft) -> None:
    """Every answer asked for is there, and nothing typed was left aside because it was wrong."""
    sentences = [text for errors in form.clean_all(draft.answers).values() for text in errors.values()]
    sentences += [text for errors in left_wrong(form, draft).values() for text in errors.values()]
    if sentences:
        count = len(sentences)
        told = ngettext(
            "Il reste %(count)d réponse à corriger ou à compléter avant d’envoyer la demande : %(first)s",
            "Il reste %(count)d réponses à corriger ou à compléter avant d’envoyer la demande. La première : %(first)s",
            count,
        )
        raise Refused(told % {"count": count, "first": sentences[0]})


def left_wrong(form: Form, draft: Draft) -> dict[str, dict[str, str]]:
    """Typed in a question that may stay empty, and unreadable: a mistyped e-mail is not « no e-mail ».

    By page, then by question or part of it, as `Form.clean_all` tells the others.
    """
    today = calendar.today(draft.commune)
    found: dict[str, dict[str, str]] = {}
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


def _citizen(commune_id: int, asker: Requester, by: Actor) -> Citizen | None:
    """Nobody said who they are: an anonymous report has no person."""
    identity = asker.identity
    if not identity or not identity.get("family_name"):
        return None
    born = identity.get("birth_date")
    return identify(
        commune_id=commune_id,
        family_name=identity["family_name"],
        first_names=identity.get("first_names", ""),
        birth_date=dt.date.fromisoformat(born) if born else None,
        email=asker.email,
        phone=asker.phone,
        postal_address=asker.postal,
        by=by,
    )


def _reply(asker: Requester) -> Reply:
    """By e-mail when an address was given for it (L112-14), else by letter."""
    channel = Channel.EMAIL if asker.email else Channel.POST if asker.postal else Channel.WEB
    name = person_name(asker.identity) if asker.identity else ""
    return Reply(channel=channel, email=asker.email, name=name, postal=asker.postal)


def _location(commune_id: int, place: Place) -> Location:
    return locate(commune_id, lat=place.lat, lon=place.lon, address=place.words)


def _files(form: Form, draft: Draft) -> list[int]:
    """Those of the questions that are asked; what a changed answer hid stays with the draft and goes with it."""
    kept = form.relevant(draft.answers)
    names = {public_id for field in form.fields if field.kind == "file" for public_id in kept.get(field.key) or ()}
    owned = StoredFile.objects.of(OwnerKind.DRAFT, draft.pk).filter(public_id__in=names)
    return list(owned.values_list("pk", flat=True))
