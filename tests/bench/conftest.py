"""One town for the whole file, with a row at least in each table that grows, in a transaction undone at its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client, override_settings

from accounts.models import User
from channels_app.operations.keep import keep
from core import outbox
from core.models import Commune
from files.operations import store_own
from organisation.enums import Role
from requests_app import operations
from requests_app.enums import Phase
from requests_app.models import Draft, ServiceRequest
from tests import builders, builders_calls, builders_post
from tests.bench.multiplied import multiply

SERVICES = ("etat-civil", "voirie", "accueil")


@dataclass
class Town:
    commune: Commune
    agent: User
    made: list[ServiceRequest] = field(default_factory=list)
    draft: Draft | None = None

    @property
    def by(self):
        return builders.actor(self.agent)

    def desk(self) -> Client:
        """A browser of the agent; each page asks the database for its session and its rights, as the real ones."""
        client = Client()
        client.force_login(self.agent)
        return client


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Town]:
    somewhere = override_settings(
        FILES_ROOT=tmp_path_factory.mktemp("files"), MAILS_ROOT=tmp_path_factory.mktemp("mails")
    )
    with django_db_blocker.unblock(), somewhere, transaction.atomic():
        found = Town(builders.make_town(), _agent())
        _live(found)
        multiply()
        yield found
        transaction.set_rollback(True)


def _agent() -> User:
    """Of three services, so that lists are merged; at the desk too."""
    found = builders.make_agent("etat-civil", Role.HANDLER, Role.MANAGER)
    for code in SERVICES[1:]:
        builders.give(found, code, Role.HANDLER)
    builders.give(found, "accueil", Role.COUNTER)
    return found


def _live(town: Town) -> None:
    """What a town does in a day."""
    made = [builders.make_request() for _rank in range(2)] + [builders.make_request("signalement-voirie")]
    made.append(builders.make_request(phase=Phase.DECIDED, by_agent=town.agent))
    operations.take(made[0].pk, by=town.by)
    operations.write_note(made[0].pk, text="À voir.", by=town.by)
    operations.reply(made[0].pk, text="Nous regardons.", by=town.by)
    town.draft = builders.make_draft()
    builders_calls.make_task(by=town.by)
    builders_calls.ring()
    builders_calls.make_contact(by=town.by)
    builders_post.make_batch(("Malika Benhaddou, 14 rue des Tanneurs", "demande d’acte"), by=town.agent)
    keep(b"From: a@b.example\nSubject: Bonjour\n\nBonjour", mailbox_id=None, by=builders.SYSTEM)
    store_own(
        b"%PDF-1.4", name="acte.pdf", content_type="application/pdf", commune_id=town.commune.pk,
        owner_kind="request", owner_id=made[0].pk, by=builders.SYSTEM,
    )  # fmt: skip
    while outbox.relay("fast"):
        pass
    client = town.desk()
    client.get("/agents/?q=benhaddou")
    client.get(f"/agents/demandes/{made[0].public_id}/")
    town.made = [ServiceRequest.objects.get(pk=one.pk) for one in made]
