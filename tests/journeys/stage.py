"""The two people of every story: someone at a screen at home, and an agent at the desk; and the post office between."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core import outbox
from files.models import StoredFile
from files.operations import scan
from messaging.models import Dispatch
from messaging.tasks import prepare_dispatches, send_dispatches
from procedures.form_engine import KINDS, SHOWN, Form
from requests_app.models import Draft, ServiceRequest
from tests.builders import PASSWORD, procedure
from tests.messaging.envelopes import PostOffice, open_office

PLAIN_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})


def plain(text: str) -> str:
    """As a person reads it: special spaces made plain, one at a time."""
    return " ".join(text.translate(PLAIN_SPACES).split())


class Visitor:
    """A browser without JavaScript: follows redirects, posts whole pages."""

    def __init__(self) -> None:
        self.client = Client()
        self.address = ""

    def open(self, address: str) -> str:
        return self._read(self.client.get(address, follow=True), address)

    def post(self, address: str, data: dict[str, Any]) -> str:
        return self._read(self.client.post(address, data, follow=True), address)

    def _read(self, response: Any, address: str) -> str:
        assert response.status_code in (200, 422, 409), (address, response.status_code)
        self.address = response.redirect_chain[-1][0] if response.redirect_chain else address
        return plain(response.content.decode())

    def write(self, link: str, words: str, *files: bytes) -> str:
        """The writing form of the follow-up page, with the hidden fields it was given."""
        page = BeautifulSoup(self.client.get(link).content.decode(), "html.parser")
        area = page.find("textarea")
        hidden = area.find_parent("form").find_all("input", type="hidden")
        data: dict[str, Any] = {tag["name"]: tag.get("value", "") for tag in hidden}
        if files:
            data["fichiers"] = [SimpleUploadedFile("photo.jpg", one, "image/jpeg") for one in files]
        return self.post(link, {**data, area["name"]: words})

    def begin(self, code: str) -> Draft:
        self.open(f"/demarches/{code}/")
        self.post(f"/demarches/{code}/commencer/", {})
        return Draft.objects.latest("pk")

    def fill_in(self, code: str, answers: dict[str, Any], files: dict[str, list[bytes]] | None = None) -> Draft:
        """Every page, one after the other, until the summary."""
        draft = self.begin(code)
        form = Form.from_definition(procedure(code).current.definition)
        for page in form.pages(answers):
            data: dict[str, Any] = {SHOWN: ",".join(field.key for field in page.fields), "action": "continuer"}
            for field in page.fields:
                if field.kind == "file":
                    parts = (files or {}).get(field.key, [])
                    data[field.key] = [SimpleUploadedFile("photo.jpg", one, "image/jpeg") for one in parts]
                elif KINDS[field.kind].has_value and field.key in answers:
                    data |= KINDS[field.kind].raw_of(field, answers[field.key])
            self.post(f"/brouillon/{draft.public_id}/{page.key}/", data)
        return draft

    def send(self, draft: Draft) -> str:
        return self.post(f"/brouillon/{draft.public_id}/resume/", {})


class Agent(Visitor):
    """An agent who signed in with a password."""

    def __init__(self, email: str) -> None:
        super().__init__()
        self.post("/agents/connexion/", {"email": email, "password": PASSWORD})

    def act(self, made: ServiceRequest, slug: str, **data: Any) -> str:
        made.refresh_from_db()
        address = f"/agents/demandes/{made.public_id}/{slug}/"
        return self.post(address, {"revision": made.revision, **data})

    def read(self, made: ServiceRequest) -> str:
        return self.open(f"/agents/demandes/{made.public_id}/")


def let_everything_happen(settings: Any) -> list[EmailMessage]:
    """Workers and post office, until nothing is due any more; what left, in order."""
    with open_office(settings, PostOffice()) as office:
        for _turn in range(6):
            for stored in StoredFile.objects.filter(scan_state="pending"):
                scan(stored.pk)
            while outbox.relay("fast"):
                pass
            Dispatch.objects.filter(state__in=("preparing", "queued", "retry")).update(due_at=timezone.now())
            prepare_dispatches()
            send_dispatches()
    return office.received


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return plain(body.get_content())


def letters_of(mail: EmailMessage) -> dict[str, bytes]:
    return {part.get_filename(): part.get_content() for part in mail.iter_attachments()}


def to(mails: list[EmailMessage], address: str) -> list[EmailMessage]:
    return [mail for mail in mails if address in str(mail["To"])]
