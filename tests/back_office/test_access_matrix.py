"""Addresses of the agents × every kind of reader; one listed neither here nor in its twin « of_doors » fails."""

import pytest
from django.test import Client
from django.urls import reverse

from core.actor import Actor
from core.models import OutboxDelivery, OutboxEvent
from files.operations import store_own
from organisation.enums import Role
from requests_app.enums import Phase
from tests import builders

pytestmark = pytest.mark.django_db
READERS = ("anonymous", "same", "manager", "other", "sector", "elected", "dpo", "admin")
# Who finds what: in the order of READERS. A request of another service does not exist: 404, never 403.
OF_A_REQUEST = (302, 200, 200, 404, 404, 404, 404, 302)
POSTED = (302, 302, 302, 404, 404, 404, 404, 302)
OPEN_TO_AGENTS = (302, 200, 200, 200, 200, 200, 200, 302)
EXPECTED = {
    "inbox": OPEN_TO_AGENTS,
    "tray": OPEN_TO_AGENTS,
    "sign_in": (200, 302, 302, 302, 302, 302, 302, 302),
    "second_factor": (302,) * 8,
    "sign_out": (302,) * 8,
    "bulk": (302,) * 8,
    "request": OF_A_REQUEST,
    "dossier": OF_A_REQUEST,
    "presence": OF_A_REQUEST,
    "act": POSTED,
    "file": OF_A_REQUEST,
    "preview": (302, 404, 404, 404, 404, 404, 404, 302),
    "failures": (302, 403, 200, 403, 403, 403, 403, 302),
    "retry_sending": (302, 403, 404, 403, 403, 403, 403, 302),
    "retry_file": (302, 403, 404, 403, 403, 403, 403, 302),
    "retry_mail": (302, 403, 404, 403, 403, 403, 403, 302),
    "set_aside_mail": (302, 403, 404, 403, 403, 403, 403, 302),
    "sending": (302, 403, 200, 403, 403, 403, 403, 302),
    "retry_task": (302, 403, 302, 403, 403, 403, 403, 302),
}
POSTS = {"sign_out", "bulk", "act", "retry_sending", "retry_file", "retry_mail", "set_aside_mail", "retry_task"}


def reader(kind: str) -> Client:
    users = {
        "same": lambda: builders.make_agent("etat-civil"),
        "manager": lambda: builders.make_agent("etat-civil", Role.MANAGER),
        "other": lambda: builders.make_agent("citoyennete"),
        "sector": lambda: builders.make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL),
        "elected": lambda: builders.make_agent("etat-civil", Role.ELECTED),
        "dpo": lambda: builders.make_agent("etat-civil", Role.DPO),
        "admin": lambda: builders.make_agent(None, is_staff=True),
    }
    client = Client()
    if kind != "anonymous":
        client.force_login(users[kind](), backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(name: str) -> tuple[str, dict[str, str]]:
    made = builders.make_request(phase=Phase.IN_PROGRESS)
    if name == "act":
        return reverse("back_office:act", args=[made.public_id, "note"]), {"text": "Vu."}
    if name in ("request", "dossier", "presence"):
        return reverse(f"back_office:{name}", args=[made.public_id]), {}
    if name in ("file", "preview", "retry_sending", "retry_file", "retry_mail", "set_aside_mail"):
        stored = store_own(
            b"%PDF-1.4 x", name="acte.pdf", content_type="application/pdf", commune_id=made.commune_id,
            owner_kind="request", owner_id=made.pk, by=Actor.system("test"),
        )  # fmt: skip
        return reverse(f"back_office:{name}", args=[stored.public_id]), {}
    if name == "retry_task":
        return reverse("back_office:retry_task", args=[dead_task()]), {}
    return reverse(f"back_office:{name}"), {}


def dead_task() -> int:
    event = OutboxEvent.objects.create(name="file.clean", payload={"file_id": 1})
    return OutboxDelivery.objects.create(
        event=event, handler="x:y", lane="fast", state="dead", due_at=event.occurred_at
    ).pk


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_who_finds_what(name):
    url, data = address(name)
    found = {}
    for kind in READERS:
        client = reader(kind)
        found[kind] = (client.post(url, data) if name in POSTS else client.get(url)).status_code
    assert found == dict(zip(READERS, EXPECTED[name], strict=True))


@pytest.mark.parametrize("name", ["request", "dossier", "presence", "act", "file"])
def test_a_confidential_request_does_not_exist_without_the_right(name):
    made = builders.make_request("aide-ccas", answers={})
    stored = store_own(
        b"%PDF-1.4 x", name="a.pdf", content_type="application/pdf", commune_id=made.commune_id,
        owner_kind="request", owner_id=made.pk, by=Actor.system("test"),
    )  # fmt: skip
    args = {"act": [made.public_id, "note"], "file": [stored.public_id]}.get(name, [made.public_id])
    url = reverse(f"back_office:{name}", args=args)
    for roles, found in (((Role.HANDLER,), False), ((Role.MANAGER,), False), ((Role.HANDLER, Role.CONFIDENTIAL), True)):
        client = Client()
        client.force_login(builders.make_agent("ccas", *roles), backend="django.contrib.auth.backends.ModelBackend")
        answer = client.post(url, {"text": "Vu."}) if name == "act" else client.get(url)
        assert (answer.status_code != 404) is found


def test_what_is_not_mine_and_what_does_not_exist_are_the_same_page(desk):
    hidden = builders.make_request("signalement-voirie")
    missing = "00000000-0000-4000-8000-000000000000"
    first = desk.get(reverse("back_office:request", args=[hidden.public_id]))
    second = desk.get(reverse("back_office:request", args=[missing]))
    assert first.content == second.content
