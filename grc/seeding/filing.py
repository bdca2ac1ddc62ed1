"""Filing a request of the demonstration by the door its story names, through the operations a real one takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from channels_app.operations import file_from_web
from citizens.operations import identify
from core.actor import Actor
from core.enums import Channel
from core.models import Commune
from files.operations import store
from grc.seeding.clock import clock_at
from grc.seeding.photos import photo
from organisation.operations import locate
from procedures.form_engine import Form
from procedures.models import Procedure, ProcedureVersion
from requests_app.models import ServiceRequest
from requests_app.operations import Reply, register_request, save_draft, start_draft
from requests_app.policies import draft_holder
from requests_app.rules.place import place_of

TYPING = dt.timedelta(minutes=7)


class BadStory(Exception):
    """The answers of a story do not pass the form: a fault of the demonstration’s data."""


def file_story(commune: Commune, story: dict[str, Any], at: dt.datetime, index: int) -> ServiceRequest:
    """Registers the request of one story at its hour."""
    version = current_version(commune, story["procedure"])
    form = Form.from_definition(version.definition)
    if story.get("channel", Channel.WEB) == Channel.WEB:
        return _from_web(commune, version, form, story, at, index)
    return _by_an_agent(commune, version, form, story, at)


def current_version(commune: Commune, code: str) -> ProcedureVersion:
    procedure = Procedure.objects.select_related("current").get(commune=commune, code=code)
    if procedure.current is None:
        raise BadStory(f"{code}: aucune version publiée")
    return procedure.current


def _checked(form: Form, answers: dict[str, Any], key: str) -> dict[str, Any]:
    faults = {page: errors for page, errors in form.clean_all(answers).items() if errors}
    if faults:
        raise BadStory(f"{key}: {faults}")
    return answers


def _from_web(
    commune: Commune, version: ProcedureVersion, form: Form, story: dict[str, Any], at: dt.datetime, index: int
) -> ServiceRequest:
    with clock_at(at - TYPING):
        draft = start_draft(version.pk, Channel.WEB, commune.pk)
        answers = dict(story["answers"])
        holder = draft_holder(draft)
        for field, subject in (story.get("photos") or {}).items():
            stored = store(
                photo(subject, index),
                name=f"photo-{index:02d}.jpg",
                commune_id=commune.pk,
                owner_kind="draft",
                owner_id=draft.pk,
                field_key=field,
                by=holder,
            )
            answers[field] = [str(stored.public_id)]
        save_draft(draft.pk, "", _checked(form, answers, story["key"]))
    with clock_at(at):
        return file_from_web(draft.pk, by=holder)


def _by_an_agent(
    commune: Commune, version: ProcedureVersion, form: Form, story: dict[str, Any], at: dt.datetime
) -> ServiceRequest:
    """A letter, a call, a visit: the agent’s own doors come later; the operations are the same."""
    by = Actor.system("seed_demonstration")
    person, answers = story["person"], story["answers"]
    channel = Channel.EMAIL if person.get("email") else Channel.POST
    name = f"{person['first_names']} {person['family_name']}"
    with clock_at(at):
        citizen = identify(
            commune_id=commune.pk,
            family_name=person["family_name"],
            first_names=person["first_names"],
            email=person.get("email", ""),
            phone=person.get("phone", ""),
            postal_address=person.get("postal", ""),
            by=by,
        )
        place = place_of(form, answers)
        return register_request(
            procedure_version_id=version.pk,
            channel=story["channel"],
            answers=answers,
            citizen_id=citizen.pk,
            reply=Reply(channel=channel, email=person.get("email", ""), name=name, postal=person.get("postal", "")),
            location=locate(commune.pk, lat=place.lat, lon=place.lon, address=place.words),
            by=by,
        )
