"""The words and letters of one envelope, from its frozen variables; writes nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.actor import Actor
from core.batch import remembered
from core.enums import Channel
from core.typography import french
from core.typography.markup import french_html
from documents.assembling import Part, enclosure
from documents.letters import render_letter
from documents.rendering import town_colour
from files import reading
from messaging.defaults import DEFAULTS
from messaging.models import Dispatch, MessageTemplate
from messaging.rules.blocks import blocks
from messaging.rules.texting import MOST_SEGMENTS, measure, plain
from messaging.rules.wording import fill, fill_line

_BY = Actor.system("messaging.prepare")


class CannotPrepare(Exception):
    """The text is a French sentence, shown on the failures screen."""


@dataclass(frozen=True)
class Letter:
    name: str
    content: bytes


@dataclass(frozen=True)
class Rendered:
    subject: str
    text: str
    letters: list[Letter]
    # Of a text message alone.
    segments: int | None = None

    def fingerprint(self) -> str:
        """sha256 over every part, each preceded by its length so that no two sets collide."""
        digest = hashlib.sha256()
        parts = [self.subject.encode(), self.text.encode()]
        for part in [*parts, *(letter.content for letter in self.letters)]:
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
        return digest.hexdigest()


def render(dispatch: Dispatch) -> Rendered:
    """Raises CannotPrepare, MissingVariable or CannotRender, each with its sentence."""
    subject, body = _wording(dispatch)
    if dispatch.channel == Channel.SMS:
        return _text_message(fill(body, dispatch.variables))
    text = french(fill(body, dispatch.variables))
    return Rendered(
        subject=fill_line(subject, dispatch.variables)[:250],
        text=text,
        letters=letters_of(dispatch),
    )


def _text_message(body: str) -> Rendered:
    text = plain(body)
    segments = measure(text).segments
    if segments > MOST_SEGMENTS:
        raise CannotPrepare(_("Ce SMS serait trop long : il en prendrait %d.") % segments)
    return Rendered(subject="", text=text, letters=[], segments=segments)


def _wording(dispatch: Dispatch) -> tuple[str, str]:
    """The town's text, or the one that comes with the software when the town's is switched off."""
    code = dispatch.template_code
    town = MessageTemplate.objects.filter(commune_id=dispatch.commune_id, code=code, is_active=True)
    own = remembered(("wording", dispatch.commune_id, code), town.first)
    wording = own or DEFAULTS.get(code)
    if wording is None:
        raise CannotPrepare(_("Le modèle de message « %s » n’existe pas.") % code)
    return wording.subject, wording.body


def html_of(dispatch: Dispatch) -> str:
    """The text of a prepared envelope laid out as a mail, in the town’s colours of the day it leaves."""
    commune = dispatch.commune
    context = {"blocks": blocks(dispatch.body_text), "town": commune, "colour": town_colour(commune.primary_colour)}
    return french_html(render_to_string("messages/message.html", context))


def letters_of(dispatch: Dispatch) -> list[Letter]:
    return [_letter(dispatch, item) for item in dispatch.attachments_plan]


def _letter(dispatch: Dispatch, item: dict[str, str]) -> Letter:
    """Written by us from the frozen data, or a document that an agent joined, as it prints."""
    if "file" in item:
        joined = reading.open_file(item["file"], by=_BY)
        part = Part(joined.name, joined.content, joined.content_type)
        return Letter(item["name"], enclosure(part, int(item["rank"])))
    data = dispatch.variables.get(item.get("data", "mentions"))
    if not isinstance(data, dict):
        raise CannotPrepare(_("Les données du courrier « %s » manquent.") % item["title"])
    title = f"{item['title']} {data.get('number', '')}".strip()
    return Letter(item["name"], render_letter(item["template"], data, commune=dispatch.commune, title=title))
