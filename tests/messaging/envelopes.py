"""A town, a service, an envelope; and post offices of every temper."""

from __future__ import annotations

import contextlib
import email
import socket
from collections.abc import Iterator
from email.policy import default as policy

from aiosmtpd.controller import Controller

from core.models import Commune
from messaging import operations
from messaging.models import Dispatch
from organisation.models import DataSector, LegalEntity, Service
from tests.documents import samples

VARIABLES = {
    "numero": "2026-042317-K",
    "objet": "Copie de l’acte de naissance",
    "demarche": "Copie d’un acte d’état civil",
    "personne": "Malika Benhaddou",
    "service": "État civil",
    "service_telephone": "01 99 00 40 12",
    "service_courriel": "etat-civil@admiville.example",
    "ville": "Admiville",
    "date_reception": "12 novembre 2026",
    "phrase_delai": "",
    "code_suivi": "KR7M-4TXP",
    "lien_suivi": "https://admiville.example/suivi/AbCd/",
    "lien_agent": "https://admiville.example/agents/demandes/1/",
    "texte": "Votre acte part demain.\n\nIl arrivera lundi.",
    "signature": "Samira Marchand, officière d’état civil",
    "phrase_statut": "Votre demande est en cours.",
}
LETTER = {"template": "letters/acknowledgement.html", "name": "accuse.pdf", "title": "Accusé de réception"}


def town() -> Commune:
    known = {"name": "Admiville", "insee_code": "99001", "postcode": "99000", "email": "mairie@admiville.example"}
    return Commune.objects.get_or_create(slug="admiville", defaults=known)[0]


def service(code: str = "etat-civil", name: str = "État civil") -> Service:
    commune = town()
    entity = LegalEntity.objects.get_or_create(commune=commune, kind="commune", defaults={"name": "Ville d’Admiville"})[
        0
    ]
    sector = DataSector.objects.get_or_create(commune=commune, code="etat-civil", defaults={"name": "État civil"})[0]
    known = {"legal_entity": entity, "sector": sector, "name": name, "email": f"{code}@admiville.example"}
    return Service.objects.get_or_create(commune=commune, code=code, defaults=known)[0]


def envelope(key: str = "ack:1", **changes: object) -> Dispatch:
    known = {
        "commune_id": town().pk,
        "kind": "acknowledgement",
        "template": "accuse-de-reception",
        "to_address": "malika.benhaddou@courriel.example",
        "to_name": "Malika Benhaddou",
        "variables": {**VARIABLES, "mentions": samples.acknowledgement()},
        "from_service_id": service().pk,
        "subject_kind": "request",
        "subject_ref": 1,
    }
    return operations.post(key=key, **{**known, **changes})


def prepared(key: str = "ack:1", **changes: object) -> Dispatch:
    """Ready to leave, without any letter: quick."""
    return operations.prepare(envelope(key, **changes).pk)


class PostOffice:
    """What it was given, and how it answers: accepts unless told otherwise."""

    def __init__(self, *, to_recipient: str = "", after_data: str = "") -> None:
        self.received: list[email.message.EmailMessage] = []
        self.envelope_senders: list[str] = []
        self._to_recipient = to_recipient
        self._after_data = after_data

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self._to_recipient:
            return self._to_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.received.append(email.message_from_bytes(envelope.content, policy=policy))
        self.envelope_senders.append(envelope.mail_from)
        if self._after_data == "drop":
            server.transport.close()
            return "250 OK"
        return self._after_data or "250 OK"


@contextlib.contextmanager
def open_office(settings: object, office: PostOffice, *, auth: bool = False) -> Iterator[PostOffice]:
    """Listens on a free port of this machine, and the settings point to it; `auth` in clear, for tests alone."""
    known = {"auth_require_tls": False} if auth else {}
    controller = Controller(office, hostname="127.0.0.1", port=free_port(), **known)
    controller.start()
    use_port(settings, controller.port)
    try:
        yield office
    finally:
        controller.stop()


def use_port(settings: object, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 5


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
