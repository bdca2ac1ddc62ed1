"""A request that is restricted or archived (GDPR art. 18, intermediate archive) exists for no agent, by no door."""

from __future__ import annotations

from pprint import pformat

import pytest

from core.enums import Channel
from files.enums import ScanState
from files.models import StoredFile
from files.operations import store_own
from messaging import operations as messaging
from organisation.enums import Role
from requests_app import operations
from requests_app.enums import Restriction
from requests_app.models import ServiceRequest
from requests_app.operations import Arrival, Reply, saving
from tests import builders, mailroom
from tests.back_office import test_failures_hide as failing
from tests.back_office.confidential.surfaces import SURFACES, ask
from tests.back_office.confidential.test_every_door import HANDLERS, difference, door
from tests.back_office.confidential.world import World, ordinary
from tests.builders_calls import make_contact, make_task

pytestmark = pytest.mark.django_db
EVERYTHING = {code: [*HANDLERS, Role.CONFIDENTIAL] for code in ("ccas", "accueil", "etat-civil", "voirie")}
RESTRICTIONS = [one for one in Restriction if one != Restriction.NONE]


def hold(world: World, restriction: str) -> None:
    """An ordinary request of Malika, with all that goes with one; then it is held."""
    by = builders.actor(world.confidant)
    reply = Reply(channel=Channel.POST, name="Malika Benhaddou", postal="9 rue du Secret\n99000 Admiville")
    answers = {"aide": ["energie"], "situation": "loyer impayé et coupure de gaz"}
    made = builders.make_request(
        "aide-ccas", answers=answers, citizen=world.known, reply=reply, channel=Channel.COUNTER, arrival=Arrival()
    )
    ServiceRequest.objects.filter(pk=made.pk).update(confidential=False)
    operations.write_note(made.pk, text="Une quittance en retard.", by=by)
    operations.take(made.pk, by=by)
    made.refresh_from_db()
    task = make_task("ccas", by=by, request_id=made.pk, citizen_id=made.citizen_id, subject="loyer impayé")
    make_contact("ccas", by=by, citizen_id=made.citizen_id, request_id=made.pk, subject="coupure de gaz")
    files = [_file(made, name) for name in ("bulletin-cache.pdf", "bloque.pdf")]
    waits, back = mailroom.letter(made), mailroom.letter(made)
    messaging.mark_posted([back.pk], posted_on=made.received_on, by=by)
    messaging.mark_returned(back.pk, "unknown", by=by)
    broken, dead = failing.envelope(made, f"failed:{made.pk}"), failing.dead_task(made)
    failing.waiting(made)
    StoredFile.objects.filter(pk=files[1].pk).update(scan_state=ScanState.PENDING)
    ServiceRequest.objects.filter(pk=made.pk).update(restriction=restriction)
    made.refresh_from_db()
    saving.index(made)
    world.secret, world.number = made, made.number
    world.ids = {
        "request": made.public_id, "task": task.public_id, "file": files[0].public_id, "blocked": files[1].public_id,
        "letter": waits.public_id, "returned": back.public_id, "dispatch": broken.public_id, "delivery": dead.pk,
    }  # fmt: skip


def _file(made: ServiceRequest, name: str) -> StoredFile:
    return store_own(
        mailroom.a_pdf(), name=name, content_type="application/pdf", commune_id=made.commune_id,
        owner_kind="request", owner_id=made.pk, by=builders.SYSTEM,
    )  # fmt: skip


def changed(restriction: str) -> dict[str, list[str]]:
    world = ordinary()
    agent = door(world, EVERYTHING)
    before = {surface.name: ask(surface, agent) for surface in SURFACES}
    hold(world, restriction)
    after = {surface.name: ask(surface, agent) for surface in SURFACES}
    assert agent.broken == []
    return {name: difference(before[name], said) for name, said in after.items() if said != before[name]}


# Every day, test_one_rule asks the same of each filter, in seconds.
@pytest.mark.campaign
@pytest.mark.parametrize("restriction", RESTRICTIONS)
def test_what_is_held_is_in_no_answer_whatever_the_rights(restriction):
    told = changed(restriction)
    assert told == {}, pformat(told, width=160)


@pytest.mark.campaign
def test_the_same_request_free_of_any_hold_is_there_to_be_seen():
    assert {"view « toutes »", "request page", "tasks", "failures", "letters to send"} <= set(changed(Restriction.NONE))
