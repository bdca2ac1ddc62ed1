"""A protected address is read by the agents named for it alone, on every page that tells of a request."""

from __future__ import annotations

import pytest
from django.urls import reverse

from back_office.views import dossier
from citizens.operations import protect_address
from core.enums import Channel
from files.enums import OwnerKind
from files.policies import can_read
from messaging.models import Dispatch
from organisation.enums import Role
from requests_app.enums import Phase
from requests_app.models import ServiceRequest
from requests_app.operations import Reply, follow_protection
from requests_app.reading.merge_preview import merge_preview
from tests.builders import SYSTEM, actor, make_agent, make_citizen, make_request

POSTAL = "Malika Benhaddou\n14 rue des Tanneurs\n99000 Admiville"
STREET = "rue des Tanneurs"
HIDDEN = "Adresse protégée"
OTHERS = [(Role.HANDLER,), (Role.MANAGER,), (Role.HANDLER, Role.CONFIDENTIAL), (Role.COUNTER,)]


def made(**fields) -> ServiceRequest:
    citizen = make_citizen(postal_address="14 rue des Tanneurs, 99000 Admiville")
    reply = Reply(channel=Channel.POST, name="Malika Benhaddou", postal=POSTAL)
    return make_request(citizen=citizen, reply=reply, channel=Channel.COUNTER, **fields)


@pytest.fixture
def keeper(db):
    return make_agent("etat-civil", Role.HANDLER, last_name="Gardien")


@pytest.fixture
def hidden(keeper) -> ServiceRequest:
    """A request of a person whose address was protected afterwards."""
    found = made()
    protect_address(found.citizen_id, keepers=[keeper.pk], by=SYSTEM)
    follow_protection(found.citizen_id)
    return ServiceRequest.objects.get(pk=found.pk)


def page(client, found: ServiceRequest, query: str = "") -> str:
    return client.get(reverse("back_office:request", args=[found.public_id]) + query).content.decode()


@pytest.mark.parametrize("roles", OTHERS, ids=lambda roles: "-".join(roles))
def test_no_page_of_the_request_tells_it_to_the_others(hidden, sign_in, roles):
    client = sign_in(make_agent("etat-civil", *roles))
    for query in ("", "?faire=repondre", "?faire=demander", "?faire=decider"):
        assert STREET not in page(client, hidden, query), query
    assert HIDDEN in page(client, hidden)


def test_the_named_agents_read_it(hidden, keeper, sign_in):
    shown = page(sign_in(keeper), hidden, "?faire=repondre")
    assert STREET in shown
    assert HIDDEN not in shown


def test_nor_does_the_whole_request_on_paper(hidden, keeper, sign_in, monkeypatch):
    printed = []

    def keep(template, data, **_more):
        printed.append(str(data))
        return b"%PDF-1.7"

    monkeypatch.setattr(dossier, "render_letter", keep)
    monkeypatch.setattr(dossier, "assemble", lambda cover, parts: cover)
    url = reverse("back_office:dossier", args=[hidden.public_id])
    assert sign_in(make_agent("etat-civil")).get(url).status_code == 200
    assert sign_in(keeper).get(url).status_code == 200
    assert STREET not in printed[0]
    assert HIDDEN in printed[0]
    assert STREET in printed[1]


def test_the_letters_of_the_request_open_to_the_named_agents_alone(hidden, keeper):
    sent = Dispatch.objects.create(
        commune=hidden.commune, key="letter:1", kind="message", channel=Channel.POST, to_address=POSTAL,
        template_code="message", message_id="<1@admiville.example>", subject_kind="request", subject_ref=str(hidden.pk),
        due_at=hidden.received_at,
    )  # fmt: skip
    letter = type("Letter", (), {"owner_kind": OwnerKind.DISPATCH, "owner_id": sent.pk, "pk": 1})
    assert not can_read(actor(make_agent("etat-civil")), letter)
    assert can_read(actor(keeper), letter)


def test_what_the_person_wrote_is_shown_without_the_street(keeper, sign_in):
    found = make_request("signalement-voirie", citizen=make_citizen(postal_address="3 rue du Port, 99000 Admiville"))
    ServiceRequest.objects.filter(pk=found.pk).update(
        answers={**found.answers, "description": "Devant chez moi, 3 RUE du port, tout déborde."}
    )
    protect_address(found.citizen_id, keepers=[keeper.pk], by=SYSTEM)
    shown = page(sign_in(make_agent("voirie")), found)
    assert "RUE du port" not in shown
    assert "tout déborde" in shown


def test_a_merge_is_compared_without_it(hidden, keeper):
    other = make_request(citizen=hidden.citizen)
    told = {row.label: row.kept for row in merge_preview(hidden, other, actor(make_agent("etat-civil"))).rows}
    assert told["Réponse à"] == HIDDEN
    told = {row.label: row.kept for row in merge_preview(hidden, other, actor(keeper)).rows}
    assert STREET in told["Réponse à"]


@pytest.mark.parametrize("phase", [Phase.RECEIVED, Phase.IN_PROGRESS])
def test_no_list_titles_a_request_with_the_place(keeper, sign_in, phase):
    found = make_request("signalement-voirie", citizen=make_citizen(), phase=phase)
    assert STREET in found.title
    protect_address(found.citizen_id, keepers=[keeper.pk], by=SYSTEM)
    follow_protection(found.citizen_id)
    client = sign_in(make_agent("voirie"))
    listed = client.get(reverse("back_office:inbox") + "?vue=toutes").content.decode()
    assert STREET not in listed
    protect_address(found.citizen_id, protected=False, by=SYSTEM)
    follow_protection(found.citizen_id)
    assert ServiceRequest.objects.get(pk=found.pk).title == found.title


def report(at: str, home: str = "3 rue du Port, 99000 Admiville") -> ServiceRequest:
    found = make_request("signalement-voirie", citizen=make_citizen(postal_address=home))
    answers = {**found.answers, "lieu": {"words": at, "lat": 48.5, "lon": 7.7}}
    ServiceRequest.objects.filter(pk=found.pk).update(answers=answers, address_text=at)
    return ServiceRequest.objects.get(pk=found.pk)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("devant le 12 rue des Tanneurs", True),
        ("3 rue du Port", False),
        ("au 3 de la RUE DU PORT, côté cour", False),
    ],
)
def test_who_mends_the_street_reads_where_unless_it_is_where_the_person_lives(keeper, sign_in, at, told):
    found = report(at)
    protect_address(found.citizen_id, keepers=[keeper.pk], by=SYSTEM)
    follow_protection(found.citizen_id)
    shown = page(sign_in(make_agent("voirie")), found)
    assert (at in shown) is told
    assert (HIDDEN in shown) is True


def test_the_tray_and_the_parts_of_a_letter_tell_what_was_written_without_it(keeper, sign_in):
    answers = {"objet": "Un arbre", "message": "Devant chez moi, 14 rue des Tanneurs, un arbre penche."}
    found = made(procedure_code="a-qualifier", answers=answers)
    protect_address(found.citizen_id, keepers=[keeper.pk], by=SYSTEM)
    client = sign_in(make_agent(found.service.code, Role.HANDLER))
    for url in (reverse("back_office:tray"), reverse("back_office:split", args=[found.public_id])):
        shown = client.get(url).content.decode()
        assert "un arbre penche" in shown, url
        assert STREET not in shown, url
