"""The story enters by its door, through the operations a real one takes."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from typing import Any

from PIL import Image

from accounts.models import User
from channels_app.models import Mailbox
from channels_app.operations import (
    file_from_desk,
    file_from_web,
    keep,
    open_desk_draft,
    record_contact,
    take_call_event,
    take_in,
)
from citizens.models import Citizen
from citizens.operations import identify
from core.actor import Actor
from core.enums import Channel
from core.models import Commune
from files.operations import make_preview, scan, store
from grc.seeding.clock import clock_at
from grc.volume import placeholders as the
from grc.volume.letters import file_letter
from procedures.form_engine import Form, requester
from procedures.models import Procedure, ProcedureVersion
from requests_app.models import ServiceRequest
from requests_app.operations import Reply, save_draft, start_draft
from requests_app.policies import draft_holder

LINE = "01 99 00 41 00"
TYPING = dt.timedelta(minutes=7)
BEFORE_THE_DESK = dt.timedelta(minutes=3)


@dataclass(frozen=True)
class Scene:
    """Where and when, and who sits at the desk: the reception, or the service of a confidential matter."""

    commune: Commune
    at: dt.datetime
    clerk: User
    extension: str
    service_id: int
    lat: float
    lon: float


def enter(scene: Scene, story: dict[str, Any], channel: str) -> ServiceRequest:
    """The request this story opens by this channel."""
    if channel == Channel.EMAIL:
        return _by_mail(scene, story)
    if channel == Channel.WEB:
        return _on_the_site(scene, story)
    if story.get("scan"):
        return file_letter(scene.commune, scene.at, scene.clerk.pk, story["home"])
    return _at_the_desk(scene, story, channel)


def version_of(commune: Commune, code: str) -> int:
    current = Procedure.objects.get(commune=commune, code=code).current_id
    if current is None:
        raise LookupError(f"{code}: aucune version publiée")
    return current


def _on_the_site(scene: Scene, story: dict[str, Any]) -> ServiceRequest:
    version_id = version_of(scene.commune, story["procedure"])
    with clock_at(scene.at - TYPING):
        draft = start_draft(version_id, Channel.WEB, scene.commune.pk)
        answers, holder = dict(story["answers"]), draft_holder(draft)
        for rank, name in enumerate(story.get("files", ())):
            answers.setdefault(name, []).append(_photo(scene.commune, draft.pk, name, rank, holder))
        save_draft(draft.pk, "", answers)
    with clock_at(scene.at):
        return file_from_web(draft.pk, by=holder)


def _photo(commune: Commune, draft_id: int, field: str, rank: int, holder: Actor) -> str:
    picture = io.BytesIO()
    Image.new("RGB", (64 + rank, 48), "teal").save(picture, "JPEG")
    stored = store(
        picture.getvalue(), name=f"photo-{rank + 1}.jpg", commune_id=commune.pk, owner_kind="draft", owner_id=draft_id,
        field_key=field, by=holder,
    )  # fmt: skip
    scan(stored.pk)
    make_preview(stored.pk)
    return str(stored.public_id)


def _at_the_desk(scene: Scene, story: dict[str, Any], channel: str) -> ServiceRequest:
    """Called or come: known at once, typed by the agent. A call is one of the switchboard, and leaves its trace."""
    by = Actor.agent(scene.clerk.pk)
    version_id = version_of(scene.commune, story["procedure"])
    answers = dict(story["answers"])
    asker = requester(Form.from_definition(ProcedureVersion.objects.get(pk=version_id).definition), answers)
    with clock_at(scene.at - BEFORE_THE_DESK):
        call_id = _ring(scene) if channel == Channel.PHONE else None
        citizen = _person(scene.commune, asker, by) if asker.identity and not _veiled(story) else None
        draft = open_desk_draft(
            version_id, citizen_id=citizen.pk if citizen else None, prefill=answers, channel=channel, by=by
        )
        save_draft(draft.pk, "", answers)
    with clock_at(scene.at):
        made = file_from_desk(
            draft.pk,
            channel=channel,
            citizen_id=citizen.pk if citizen else None,
            reply=_reply(asker, channel),
            by=by,
        )
        if call_id is not None:
            _hang_up(scene, call_id, made, by)
        return made


def _veiled(story: dict[str, Any]) -> bool:
    """Who is not known yet except by this matter is found in the answers, as on the site."""
    return story["procedure"] == "aide-ccas"


def _person(commune: Commune, asker: Any, by: Actor) -> Citizen:
    return identify(
        commune_id=commune.pk,
        family_name=asker.identity["family_name"],
        first_names=asker.identity.get("first_names", ""),
        birth_date=dt.date.fromisoformat(born) if (born := asker.identity.get("birth_date")) else None,
        email=asker.email,
        phone=asker.phone,
        postal_address=asker.postal,
        by=by,
    )


def _reply(asker: Any, channel: str) -> Reply:
    if asker.email and channel != Channel.POST:
        return Reply(channel=Channel.EMAIL, email=asker.email)
    if asker.postal:
        return Reply(channel=Channel.POST, postal=asker.postal)
    return Reply(channel=Channel.PHONE, phone=asker.phone)


def _ring(scene: Scene) -> int:
    told = partial(take_call_event, commune_id=scene.commune.pk, call_id="zqappel", caller=the.PHONE, line=LINE)
    told(event="newCall", occurred_at=scene.at - BEFORE_THE_DESK)
    answered = scene.at - BEFORE_THE_DESK + dt.timedelta(seconds=14)
    taken = told(event="answer", occurred_at=answered, extension=scene.extension)
    return taken.call.pk


def _hang_up(scene: Scene, call_id: int, made: ServiceRequest, by: Actor) -> None:
    record_contact(
        channel=Channel.PHONE, service_id=scene.service_id, subject=the.OBJECT, outcome="answered", by=by,
        citizen_id=made.citizen_id, call_id=call_id,
    )  # fmt: skip
    take_call_event(
        commune_id=scene.commune.pk, call_id="zqappel", caller=the.PHONE, line=LINE, event="hangup",
        occurred_at=scene.at,
    )  # fmt: skip


def _by_mail(scene: Scene, story: dict[str, Any]) -> ServiceRequest:
    mailbox = Mailbox.objects.filter(commune=scene.commune, service__code=story["mailbox"]).order_by("pk").first()
    if mailbox is None:
        raise LookupError(f"{story['mailbox']}: aucune boîte")
    mail = EmailMessage()
    mail["From"] = f"{the.FIRST} {the.FAMILY} <{the.EMAIL}>"
    mail["To"], mail["Subject"] = mailbox.address, the.OBJECT
    mail["Message-ID"] = "<zqmessage@zqdomaine.example>"
    mail["Date"] = scene.at.strftime("%a, %d %b %Y %H:%M:%S +0000")
    mail.set_content(the.TEXT + "\n")
    with clock_at(scene.at):
        by = Actor.system("volume")
        taken = take_in(keep(mail.as_bytes(), mailbox_id=mailbox.pk, received_at=scene.at, by=by).pk, patient=False)
    if taken.request is None:
        raise LookupError(f"courriel : {taken.reason} {taken.last_error}")
    return taken.request
