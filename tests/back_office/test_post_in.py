"""« Courrier du jour » by a plain client: everything works without scripts, and nothing typed is lost."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from channels_app.models import FormPack, PostalItem, ReservedCode, ScanBatch
from channels_app.post.enums import ItemState
from core import calendar
from core.enums import Channel
from requests_app.models import ServiceRequest
from tests import builders
from tests.back_office.pages import soup, text_of
from tests.builders_post import HOLE, LAMP, SOCIAL, TREE, make_batch
from tests.channels_app.post.post_room import mail_agent, social_agent

pytestmark = pytest.mark.django_db
HOME = "/agents/courrier/"


@pytest.fixture
def room(sign_in):
    """Claire, who opens the mail."""
    agent = mail_agent(first_name="Claire", last_name="Lemoine")
    client = sign_in(agent)
    client.agent = agent
    return client


def fields_of(response) -> dict[str, str]:
    """The main form as a browser would send it."""
    form = soup(response).find("form", id="enregistrer")
    given = {}
    for one in form.find_all(["input", "select"]):
        if one.name == "select":
            chosen = one.find("option", selected=True) or one.find("option")
            given[one["name"]] = chosen["value"]
        elif one.get("type") == "radio":
            given |= {one["name"]: one["value"]} if one.has_attr("checked") else {}
        else:
            given[one["name"]] = one.get("value", "")
    return given


def act_url(item: PostalItem) -> str:
    return reverse("back_office:post_in_act", args=[item.public_id])


def item_of(batch: ScanBatch, rank: int = 1) -> PostalItem:
    return PostalItem.objects.get(batch=batch, rank=rank)


def send(client, item, *, follow=True, **changes):
    page = client.get(HOME, {"pli": str(item.public_id)})
    return client.post(act_url(item), {**fields_of(page), **changes}, follow=follow)


def test_the_first_letter_that_waits_opens_with_what_was_read(room):
    make_batch(TREE, HOLE, ("", ""))
    page = room.get(HOME)
    said = text_of(page)
    assert "Enregistrer le pli 1" in said and "Illisible" in said and "sur 3" in said
    given = fields_of(page)
    assert given["sender"] == TREE[0] and given["subject"] == "Arbre dangereux, allée des Tilleuls"
    assert given["first_names"] == "Robert" and given["family_name"] == "Zimmermann"


def test_registering_opens_a_request_and_goes_to_the_next_letter(room):
    batch = make_batch(TREE, HOLE)
    done = send(room, item_of(batch), geste="enregistrer")
    assert "A-" in text_of(done) and "Enregistrer le pli 2" in text_of(done)
    item = item_of(batch)
    assert item.state == ItemState.FILED and item.arrival_number.endswith("000001")
    made = ServiceRequest.objects.get()
    assert made.channel == Channel.POST and made.received_on == item.received_on
    assert made.citizen.family_name == "Zimmermann"


def test_a_letter_goes_to_the_register_alone(room):
    batch = make_batch(TREE)
    send(room, item_of(batch), geste="registre")
    assert item_of(batch).state == ItemState.REGISTERED and not ServiceRequest.objects.exists()
    number = item_of(batch).arrival_number
    assert number in text_of(room.get(HOME + "registre/"))


def test_a_refusal_shows_again_what_was_typed(room):
    batch = make_batch(TREE)
    again = send(room, item_of(batch), geste="enregistrer", subject="Un tilleul", received_on="2990-01-01")
    assert again.status_code == 422 and "avenir" in text_of(again)
    assert fields_of(again)["subject"] == "Un tilleul"
    again = send(room, item_of(batch), geste="enregistrer", subject="Un tilleul", received_on="le 3")
    assert again.status_code == 422 and "Écrivez la date comme" in text_of(again)
    assert item_of(batch).state == ItemState.PROPOSED


def test_somebody_else_was_quicker_and_nothing_is_overwritten(room):
    batch = make_batch(TREE)
    PostalItem.objects.filter(batch=batch).update(revision=9)
    again = send(room, item_of(batch), geste="enregistrer", revision="8", subject="Un tilleul")
    assert again.status_code == 409 and "entre-temps" in text_of(again) and fields_of(again)["subject"] == "Un tilleul"


def test_a_person_is_looked_for_without_scripts(room):
    batch = make_batch(TREE)
    known = builders.make_citizen("Benhaddou", "Malika")
    found = send(room, item_of(batch), geste="defaut", qui="benhaddou", subject="Un tilleul")
    assert found.status_code == 200 and "Benhaddou" in text_of(found) and fields_of(found)["subject"] == "Un tilleul"
    send(room, item_of(batch), geste="enregistrer", person=str(known.public_id))
    assert ServiceRequest.objects.get().citizen == known


def test_who_writes_is_never_guessed_from_a_name_alone(room):
    builders.make_citizen("Zimmermann", "Robert", birth_date=None, email="", phone="", postal_address="1 quai du Port")
    batch = make_batch(TREE)
    assert "person" not in fields_of(room.get(HOME))
    again = send(room, item_of(batch), geste="enregistrer")
    assert again.status_code == 422 and "Dites qui écrit" in text_of(again)


def test_a_letter_joins_a_request_by_its_number(room):
    batch, asked = make_batch(TREE), builders.make_request()
    paper = {"postmarked_on": (calendar.today(asked.commune) - dt.timedelta(days=2)).isoformat()}
    done = send(
        room, item_of(batch), geste="joindre", numero=asked.number, registered_letter="1A 123 456 7890 1", **paper
    )
    assert "joint à la demande" in text_of(done)
    joined = PostalItem.objects.get(batch=batch)
    assert (joined.request, joined.registered_letter) == (asked, "1A12345678901")
    assert joined.postmarked_on.isoformat() == paper["postmarked_on"]
    batch = make_batch(HOLE, rank=2)
    refused = send(room, item_of(batch), geste="joindre", numero="2026-000001-X", registered_letter="1A 999 999 9999 9")
    assert refused.status_code == 422 and "Aucune demande ne porte ce numéro" in text_of(refused)
    again = refused.content.decode()
    assert "2026-000001-X" in again and "1A 999 999 9999 9" in again


def test_letters_are_split_joined_turned_and_set_aside(room):
    batch = make_batch(TREE, HOLE, pages=2)
    done = send(room, item_of(batch), geste="separer", page="2")
    assert "Pli séparé" in text_of(done) and PostalItem.objects.filter(batch=batch).count() == 3
    send(room, item_of(batch, 2), geste="reunir")
    assert PostalItem.objects.filter(batch=batch).count() == 2
    assert "Page tournée" in text_of(send(room, item_of(batch), geste="tourner", page="1"))
    assert "Dites pourquoi" in text_of(send(room, item_of(batch), geste="ecarter", motif=" "))
    send(room, item_of(batch), geste="ecarter", motif="publicité")
    assert item_of(batch).state == ItemState.SET_ASIDE


def test_a_form_printed_in_advance_is_entered_at_the_desk_then_joined(room):
    batch, asked = make_batch(TREE), builders.make_request()
    pack = _pack(room.agent, asked)
    PostalItem.objects.filter(batch=batch).update(state=ItemState.RESERVED, deposit_code=pack.code)
    page = room.get(HOME)
    link = f"situation=post&code={pack.code}"
    assert link in page.content.decode().replace("&amp;", "&")
    ReservedCode.objects.filter(pk=pack.pk).update(used_by=asked, used_at=calendar.now())
    # The number of a request of another service is not shown: the agent types what the desk was given.
    entered = room.get(HOME).content.decode()
    assert "code=" + pack.code not in entered and asked.number not in entered


def _pack(agent, asked) -> ReservedCode:
    pack = FormPack.objects.create(commune=asked.commune, made_by=agent, made_at=calendar.now())
    code = "0123456789ABCDEFGHJKMNPQRS"
    return ReservedCode.objects.create(
        pack=pack, code=code, procedure_version=asked.procedure_version, reserved_at=calendar.now()
    )


def test_a_confidential_letter_says_only_to_whom_it_goes(room, sign_in):
    batch = make_batch(TREE, SOCIAL)
    assert item_of(batch, 2).confidential
    page = room.get(HOME)
    said = text_of(page)
    assert "Courrier confidentiel, à remettre à" in said
    assert "Petit" not in said and "loyer" not in said and "Petit" not in text_of(room.get(HOME, {"mots": "loyer"}))
    identifier = item_of(batch, 2).public_id
    assert room.get(HOME, {"pli": identifier}).status_code == 404
    assert room.post(act_url(item_of(batch, 2)), {"geste": "registre"}).status_code == 404
    picture = item_of(batch, 2).pages.get().picture.public_id
    address = reverse("back_office:post_in_picture", args=[picture])
    assert room.get(address).status_code == 404
    social = sign_in(social_agent())
    assert social.get(address).status_code == 200
    assert "loyer" in text_of(social.get(HOME, {"pli": identifier}))


def test_words_of_a_letter_find_it_on_any_day(room):
    batch = make_batch(TREE, LAMP)
    PostalItem.objects.filter(batch=batch).update(received_on="2026-01-05")
    ScanBatch.objects.update(received_on="2026-01-05")
    found = room.get(HOME, {"mots": "lampadaire"})
    assert "Kaddour" in text_of(found) and "Zimmermann" not in text_of(found)
    assert "Attendent d’un autre jour" in text_of(room.get(HOME))


def test_the_list_costs_the_same_for_one_letter_and_for_ten(room):
    make_batch(TREE)
    room.get(HOME)
    with CaptureQueriesContext(connection) as one:
        room.get(HOME)
    make_batch(*[HOLE] * 9, rank=2)
    with CaptureQueriesContext(connection) as ten:
        room.get(HOME)
    assert len(ten) <= len(one) + 1
