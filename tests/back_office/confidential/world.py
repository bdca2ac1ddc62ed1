"""A town where ordinary things happen, then a matter nobody may know of comes in by every door at once."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import User
from channels_app import operations as doors
from channels_app.models import PostalItem, ScanBatch, ScanPage
from citizens.models import Citizen
from citizens.operations import identify
from core.enums import Channel
from files.enums import ScanState
from files.models import StoredFile
from files.operations import store_own
from messaging import operations as messaging
from messaging.enums import DispatchState
from messaging.models import PrintBatch
from organisation.enums import Role
from requests_app import operations
from requests_app.models import ServiceRequest
from requests_app.operations import Reply
from tests import builders, mailroom
from tests.back_office import test_failures_hide as failing
from tests.builders_calls import make_contact, make_task, ring
from tests.channels_app.letters import mail, mailbox, receive

NOWHERE = uuid.UUID(int=0)
VEILED_PHONE = "+33639980155"
BIRTH = dt.date(1961, 2, 14)
# What no page, letter, message or count may let out. Each is written in one place of the hidden matter.
SECRETS = (
    "Zoubrovka", "0639980155", "06 39 98 01 55", "zoubrovka@courriel.example", "rue du Secret", "loyer impayé",
    "coupure de gaz", "bulletin-cache.pdf", "06 39 98 01 66", "quittance en retard",
)  # fmt: skip


@dataclass
class World:
    """Public ids of the hidden things; `NOWHERE` as long as nothing hidden exists."""

    known: Citizen
    lookalike: Citizen
    plain: ServiceRequest
    confidant: User
    call_id: uuid.UUID
    batch: ScanBatch
    secret: ServiceRequest | None = None
    number: str = "2026-000000-A"
    ids: dict[str, uuid.UUID | int] = field(default_factory=dict)

    def of(self, name: str) -> uuid.UUID | int:
        return self.ids.get(name, NOWHERE)


def ordinary() -> World:
    """Malika has an ordinary request, a contact, a call-back, letters; a namesake of the hidden person exists."""
    commune = builders.make_town()
    confidant = builders.make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL, last_name="Confidente")
    known = builders.make_citizen()
    plain = mailroom.filed("Malika Benhaddou", citizen=known)
    lookalike = builders.make_citizen("Zoubrowka", "Odile", email="", phone="", birth_date=BIRTH)
    make_contact(citizen_id=known.pk)
    make_task(citizen_id=known.pk)
    mailroom.letter(plain)
    ring("ordinaire", event="hangup", caller=VEILED_PHONE)
    call = ring("en-cours", caller=VEILED_PHONE, extension="214")
    batch = ScanBatch.objects.create(
        commune=commune, service=builders.service("ccas"), sha256="a" * 64, kind="pdf", name="lot.pdf",
        source="upload", received_on=timezone.localdate(), state="read",
    )  # fmt: skip
    return World(known, lookalike, plain, confidant, call.public_id, batch)


def plant(world: World) -> None:
    """The same matter by phone, letter, mail, desk and person card; all by the operations that the doors use."""
    hidden = identify(
        commune_id=world.known.commune_id, family_name="Zoubrovka", first_names="Odile", birth_date=BIRTH,
        phone=VEILED_PHONE, email="zoubrovka@courriel.example", by=builders.SYSTEM, confidential=True,
    )  # fmt: skip
    known_again = identify(
        commune_id=world.known.commune_id, family_name="Benhaddou", first_names="Malika",
        email="malika.benhaddou@courriel.example", phone="0639980166", by=builders.SYSTEM, confidential=True,
    )  # fmt: skip
    assert known_again == world.known
    by = builders.actor(world.confidant)
    first = _asked(hidden)
    second = _asked(world.known)
    world.secret, world.number = first, first.number
    world.ids = {"request": first.public_id, "other_request": second.public_id, "citizen": hidden.public_id}
    _talked_about(world, first, by)
    _came_in(world, first, hidden, by)
    _goes_out(world, first, second)
    _failed(world, first)
    for made in (hidden, first):
        made.refresh_from_db()
    assert hidden.veiled
    assert first.confidential


def _asked(citizen: Citizen) -> ServiceRequest:
    reply = Reply(channel=Channel.POST, name=citizen.display_name, postal="9 rue du Secret\n99000 Admiville")
    answers = {"aide": ["energie"], "situation": "loyer impayé et coupure de gaz"}
    return builders.make_request("aide-ccas", answers=answers, citizen=citizen, reply=reply, channel=Channel.COUNTER)


def _talked_about(world: World, made: ServiceRequest, by) -> None:
    note = operations.write_note(made.pk, text="Une quittance en retard.", by=by)
    assert note.pk
    operations.ask(made.pk, text="Quelle coupure de gaz ?", by=by)
    task = make_task("ccas", by=by, request_id=made.pk, citizen_id=made.citizen_id, subject="loyer impayé")
    alone = make_task("ccas", by=by, citizen_id=world.known.pk, subject="coupure de gaz", confidential=True)
    known = {"by": by, "citizen_id": world.known.pk, "confidential": True, "subject": "loyer impayé"}
    make_contact("ccas", **known)
    make_contact("ccas", by=by, citizen_id=made.citizen_id, request_id=made.pk, subject="coupure de gaz")
    stored = store_own(
        mailroom.a_pdf(), name="bulletin-cache.pdf", content_type="application/pdf", commune_id=made.commune_id,
        owner_kind="request", owner_id=made.pk, by=builders.SYSTEM,
    )  # fmt: skip
    blocked = store_own(
        mailroom.a_pdf(), name="bloque.pdf", content_type="application/pdf", commune_id=made.commune_id,
        owner_kind="request", owner_id=made.pk, by=builders.SYSTEM,
    )  # fmt: skip
    store_own(
        mailroom.a_pdf(), name="apercu.jpg", content_type="image/jpeg", commune_id=made.commune_id,
        owner_kind="preview", owner_id=stored.pk, by=builders.SYSTEM,
    )  # fmt: skip
    operations.take(made.pk, by=by)
    draft = doors.open_desk_draft(
        made.procedure_version_id, citizen_id=world.known.pk, prefill={"situation": "loyer impayé"}, by=by
    )
    world.ids |= {
        "task": task.public_id,
        "alone": alone.public_id,
        "file": stored.public_id,
        "draft": draft.public_id,
        "blocked": blocked.public_id,
    }


def _came_in(world: World, made: ServiceRequest, hidden: Citizen, by) -> None:
    """A letter scanned by the service, two mails, of which one waits in quarantine.

    A sealed envelope is no matter yet: the whole service it is handed to sees it (tests/channels_app/post).
    """
    base = {"commune": made.commune, "service": made.service, "received_on": timezone.localdate()}
    read = PostalItem.objects.create(
        **base, batch=world.batch, confidential=True, state="proposed",
        read_subject="loyer impayé", read_sender="Odile Zoubrovka, 9 rue du Secret",
    )  # fmt: skip
    picture = store_own(
        b"\xff\xd8\xff x", name="page.jpg", content_type="image/jpeg", commune_id=made.commune_id,
        owner_kind="scan_page", owner_id=1, by=builders.SYSTEM,
    )  # fmt: skip
    page = ScanPage.objects.create(
        batch=world.batch, item=read, number=1, position=1, picture=picture, text="Mon loyer impayé, coupure de gaz."
    )
    StoredFile.objects.filter(pk=picture.pk).update(owner_id=page.pk)
    PostalItem.objects.create(
        **base, confidential=True, state="registered", sender="Odile Zoubrovka, 9 rue du Secret",
        subject="loyer impayé", arrival_number="2026-A-99999", registered_on=timezone.localdate(),
        registered_at=timezone.now(), registered_by=world.confidant,
    )  # fmt: skip
    box = mailbox("ccas@admiville.example", "ccas")
    lost = receive(b"", at=box)
    receive(mail("Je ne peux plus payer : loyer impayé.", sender="Odile <zoubrovka@courriel.example>"), at=box)
    world.ids |= {"item": read.public_id, "picture": picture.public_id, "mail": lost.public_id}


def _goes_out(world: World, first: ServiceRequest, second: ServiceRequest) -> None:
    """One letter waits, one is in a batch, one came back."""
    waits = mailroom.letter(first)
    printed = mailroom.letter(second)
    by = builders.actor(world.confidant)
    messaging.mark_printed([printed.pk], by=by)
    back = mailroom.letter(first)
    messaging.mark_posted([back.pk], posted_on=timezone.localdate(), by=by)
    messaging.mark_returned(back.pk, "unknown", by=by)
    text = {"channel": Channel.SMS, "state": DispatchState.SENT, "sent_at": timezone.now(), "cost_cents": "4.5"}
    failing.envelope(first, "text", **text)
    world.ids |= {"letter": waits.public_id, "returned": back.public_id}
    batch = PrintBatch.objects.first()
    world.ids["batch"] = batch.public_id if batch else NOWHERE


def _failed(world: World, made: ServiceRequest) -> None:
    broken = failing.envelope(made, f"failed:{made.pk}")
    failing.waiting(made)
    world.ids |= {"dispatch": broken.public_id, "delivery": failing.dead_task(made).pk}
    StoredFile.objects.filter(public_id=world.ids["file"]).update(scan_state=ScanState.CLEAN)
    StoredFile.objects.filter(public_id=world.ids["blocked"]).update(scan_state=ScanState.PENDING)
