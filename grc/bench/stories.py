"""What a person of the bench sends: the street report with its photo, the copy of a civil status record."""

from __future__ import annotations

import io
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image

from grc.bench.client import Browser, Upload
from procedures.form_engine import KINDS, SHOWN, Form, Page
from procedures.models import Procedure

MEGABYTE = 1_000_000
NUMBER = re.compile(r"\b\d{4}-\d{6}-[A-Z0-9]\b")
ADDRESS = re.compile(r"/brouillon/([0-9a-f-]{36})/")
DIGITS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")

POTHOLE = {
    "categorie": "chaussee",
    "danger": False,
    "description": "Un trou profond au milieu de la rue, devant l’école.",
    "lieu": {"words": "devant le 12 rue des Tanneurs", "lat": None, "lon": None},
    "suivi": "oui",
}
RECORD = {
    "nature": "naissance",
    "forme": "copie",
    "qualite": "moi",
    "parent_1": {"family_name": "Benhaddou", "first_names": "Karim"},
    "remise": "courrier",
    "adresse_envoi": "14 rue des Tanneurs, 99000 Admiville",
    "attestation": True,
}


@dataclass(frozen=True)
class Story:
    """Pages in order with what is typed on each; ``photo`` goes with the question of that key."""

    code: str
    answers: dict[str, Any]
    identity: dict[str, str]
    photo: str = ""

    def told(self) -> dict[str, Any]:
        """Somebody new each time, as in a town."""
        name = secrets.token_hex(5).translate(DIGITS)
        someone = {"family_name": name.title(), **self.identity}
        return {**self.answers, "identite": someone, "courriel": f"{name}@courriel.example"}


REPORT = Story("signalement-voirie", POTHOLE, {"first_names": "Julien"}, photo="photos")
CIVIL = Story("acte-etat-civil", RECORD, {"first_names": "Malika", "birth_date": "1987-04-12"})


@cache
def form_of(code: str) -> Form:
    found = Procedure.objects.select_related("current").get(code=code).current
    if found is None:
        raise RuntimeError(f"{code}: no published version")
    return Form.from_definition(found.definition)


@cache
def photo() -> bytes:
    """A JPEG of about one megabyte, of three million pixels: what a telephone sends."""
    grain = Image.effect_noise((2016, 1512), 28)
    sky = Image.linear_gradient("L").resize((2016, 1512))
    picture = Image.merge("RGB", (Image.blend(grain, sky, 0.5), Image.blend(grain, sky, 0.6), sky))
    for quality in range(60, 96, 3):
        kept = io.BytesIO()
        picture.save(kept, "JPEG", quality=quality)
        if kept.tell() >= MEGABYTE:
            break
    return kept.getvalue()


def file_one(browser: Browser, story: Story) -> str:
    """From the page of the procedure to its confirmation; the number the person is told."""
    answers, form = story.told(), form_of(story.code)
    page = browser.get(f"/demarches/{story.code}/")
    page = browser.submit(page, f"/demarches/{story.code}/commencer/", {})
    draft = ADDRESS.search(page.path)
    if draft is None:
        raise RuntimeError(f"{page.path} is not the first page of a draft")
    for one in form.pages(answers):
        uploads = [Upload(story.photo, "photo.jpg", photo()) for field in one.fields if field.key == story.photo]
        page = browser.submit(page, f"/brouillon/{draft[1]}/{one.key}/", typed(one, answers), *uploads)
    page = browser.submit(page, f"/brouillon/{draft[1]}/resume/", {})
    told = NUMBER.search(page.text)
    if "/envoyee/" not in page.path or told is None:
        raise RuntimeError(f"{page.path} tells no number")
    return told[0]


def typed(page: Page, answers: Mapping[str, Any]) -> dict[str, str]:
    """The fields of one page, as a browser would send them."""
    fields = {"page": page.key, SHOWN: ",".join(field.key for field in page.fields), "action": "continuer"}
    for field in page.fields:
        kind = KINDS[field.kind]
        if field.kind != "file" and kind.has_value and field.key in answers:
            fields |= {name: str(text) for name, text in kind.raw_of(field, answers[field.key]).items()}
    return fields
