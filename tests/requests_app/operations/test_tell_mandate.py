"""Whoever gave a mandate and whoever received it are told, once, in the way each is reached."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from channels_app.operations import file_from_desk, open_desk_draft
from citizens.models import Mandate
from citizens.operations import give_mandate, protect_address, revoke_mandate, update_person
from core import outbox
from core.enums import Channel
from core.models import OutboxDelivery
from files.models import StoredFile
from messaging.enums import DispatchState
from messaging.letter_queries import waiting_letters
from messaging.models import Dispatch
from messaging.operations import prepare
from organisation.enums import Role
from procedures.models import Procedure
from requests_app.models import Task
from requests_app.operations import Reply
from requests_app.operations.tell_mandate import GIVEN, REVOKED, tell_mandate
from tests.back_office.pages import plain, text_of
from tests.builders import POTHOLE, actor, make_agent, make_citizen, make_photo, make_town, procedure

pytestmark = pytest.mark.django_db
UNTIL = dt.date(2030, 12, 31)
HOME = "8 rue des Tanneurs, 99000 Admiville"
LETTER = Reply(channel=Channel.POST, name="Étienne Morvan", postal="8 rue des Tanneurs\n99000 Admiville")


@pytest.fixture
def clerk(db):
    return make_agent("accueil", Role.COUNTER)


@pytest.fixture
def father(db):
    return make_citizen("Morvan", "Étienne", email="", phone="0639982760", postal_address=HOME)


@pytest.fixture
def daughter(db):
    return make_citizen("Morvan", "Solène", email="solene@courriel.example", phone="")


def given(principal, mandatary, by, **more) -> Mandate:
    return give_mandate(principal_id=principal.pk, mandatary_id=mandatary.pk, until_on=UNTIL, by=actor(by), **more)


def envelopes(mandate) -> dict[str, Dispatch]:
    found = Dispatch.objects.filter(subject_kind="mandate", subject_ref__startswith=f"{mandate.pk}-")
    return {one.key.rpartition(":")[2]: one for one in found.order_by("pk")}


def test_both_are_told_by_the_facts_themselves(clerk, father, daughter):
    mandate = given(father, daughter, clerk)
    handlers = OutboxDelivery.objects.filter(event__name="mandate.given")
    assert [one.handler for one in handlers] == ["requests_app.notifications_mandates:tell_both_of_a_mandate"]
    outbox.relay(handlers.get().lane)
    assert set(envelopes(mandate)) == {"principal", "mandatary"}
    revoke_mandate(mandate.pk, by=actor(clerk))
    outbox.relay("fast")
    assert Dispatch.objects.filter(template_code="mandat-revoque").count() == 2


def test_three_times_is_once(clerk, father, daughter):
    lonely = make_citizen("Petit", "Karim", email="", phone="0639980101")
    first, second = given(father, daughter, clerk), given(lonely, daughter, clerk)
    for _time in range(3):
        tell_mandate(first.pk, GIVEN)
        tell_mandate(second.pk, GIVEN)
    assert (Dispatch.objects.count(), Task.objects.count()) == (3, 1)


def test_an_e_mail_to_one_a_letter_to_the_other_each_in_their_words(clerk, father, daughter):
    mandate = given(father, daughter, clerk)
    tell_mandate(mandate.pk, GIVEN)
    sent = {side: prepare(one.pk) for side, one in envelopes(mandate).items()}
    assert (sent["principal"].channel, sent["principal"].state) == ("post", DispatchState.HELD)
    assert (sent["mandatary"].channel, sent["mandatary"].state) == ("email", DispatchState.QUEUED)
    assert "Solène Morvan peut agir en votre nom" in sent["principal"].body_text
    assert "31 décembre 2030" in plain(sent["principal"].body_text)
    assert "Étienne Morvan vous donne mandat" in sent["mandatary"].body_text
    assert StoredFile.objects.filter(owner_kind="dispatch", owner_id=sent["principal"].pk).count() == 1
    assert [one.dispatch.pk for one in waiting_letters(actor(clerk), make_town())] == [sent["principal"].pk]


def test_the_way_a_person_likes_comes_first(clerk, father):
    other = make_citizen("Petit", "Karim", email="karim@courriel.example", phone="", postal_address=HOME)
    update_person(other.pk, by=actor(clerk), preferred_channel="post")
    mandate = given(father, other, clerk)
    tell_mandate(mandate.pk, GIVEN)
    assert envelopes(mandate)["mandatary"].channel == "post"


def test_who_has_neither_address_is_to_be_called(clerk, daughter):
    lonely = make_citizen("Petit", "Karim", email="", phone="0639980101")
    mandate = given(lonely, daughter, clerk)
    tell_mandate(mandate.pk, GIVEN)
    task = Task.objects.get()
    assert (task.citizen, task.service.code) == (lonely, "accueil")
    assert "Prévenir du mandat" in task.subject
    tell_mandate(revoke_mandate(mandate.pk, by=actor(clerk)).pk, REVOKED)
    assert Task.objects.count() == 2


def test_a_confidential_procedure_is_named_in_no_e_mail_and_seen_by_its_service_alone(clerk, father, daughter):
    secret = Procedure.objects.get(code="aide-ccas")
    mandate = given(father, daughter, clerk, scope="procedure", procedure=secret.code)
    tell_mandate(mandate.pk, GIVEN)
    sent = {side: prepare(one.pk) for side, one in envelopes(mandate).items()}
    assert all(one.confidential for one in sent.values())
    assert secret.title not in sent["mandatary"].body_text + sent["mandatary"].subject
    assert secret.title in sent["principal"].variables["mentions"]["text"]
    assert waiting_letters(actor(clerk), make_town()) == []
    social = actor(make_agent("ccas", Role.HANDLER, Role.CONFIDENTIAL))
    assert [one.standing.apart for one in waiting_letters(social, make_town())] == [True]


def test_a_letter_to_a_protected_address_is_for_its_keepers(clerk, father, daughter):
    named = make_agent("accueil", Role.COUNTER)
    protect_address(father.pk, keepers=[named.pk], by=actor(clerk))
    mandate = given(father, daughter, clerk)
    tell_mandate(mandate.pk, GIVEN)
    prepare(envelopes(mandate)["principal"].pk)
    assert waiting_letters(actor(clerk), make_town()) == []
    assert [one.standing.apart for one in waiting_letters(actor(named), make_town())] == [True]


# -- on the pages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def counter(client, clerk):
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client


def act(citizen, gesture: str) -> str:
    return reverse("back_office:person_act", args=[citizen.public_id, gesture])


def page(citizen) -> str:
    return reverse("back_office:person", args=[citizen.public_id])


def test_a_mandate_is_given_with_its_document_and_ended_from_the_page(counter, father, daughter):
    paper = SimpleUploadedFile("procuration.png", make_photo(), "image/png")
    typed = {"autre": daughter.public_id, "scope": "tout", "until_on": "2030-12-31", "document": paper}
    assert counter.post(act(father, "mandat"), typed).status_code == 302
    mandate = Mandate.objects.select_related("document").get()
    assert (mandate.document.owner_kind, mandate.document.owner_id) == ("mandate", mandate.pk)
    tell_mandate(mandate.pk, GIVEN)
    said = text_of(counter.get(page(father)))
    assert "Solène Morvan Toutes les démarches, jusqu’au 31 décembre 2030" in said
    assert "Étienne Morvan : courrier, en préparation" in said
    assert "Étienne Morvan Toutes les démarches" in text_of(counter.get(page(daughter)))
    counter.post(act(father, "revoquer-mandat"), {"ref": mandate.public_id})
    assert "Aucun mandat en cours" in text_of(counter.get(page(father)))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"scope": "", "until_on": "2030-12-31"}, "Dites ce que permet le mandat"),
        ({"scope": "demarche:inconnue", "until_on": "2030-12-31"}, "Choisissez dans la liste"),
        ({"scope": "tout", "until_on": ""}, "jusqu’à quel jour vaut ce mandat"),
        ({"scope": "tout", "until_on": "2020-01-01", "from_on": "2019-01-01"}, "déjà fini"),
        ({"scope": "tout", "until_on": "2030-01-01", "from_on": "2031-01-01"}, "finit avant de commencer"),
    ],
)
def test_a_wrong_mandate_keeps_its_document_and_its_words(counter, father, daughter, typed, sentence):
    paper = SimpleUploadedFile("procuration.png", make_photo(), "image/png")
    answer = counter.post(act(father, "mandat"), {"autre": daughter.public_id, "document": paper, **typed})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Pièce déjà jointe : procuration.png" in text_of(answer)
    assert not Mandate.objects.exists()


def test_each_act_of_a_mandatary_is_marked_on_the_request_and_on_both_pages(counter, clerk, father, daughter):
    mandate = given(father, daughter, clerk)
    version = procedure("signalement-voirie").current
    by = actor(clerk)
    draft = open_desk_draft(version.pk, citizen_id=father.pk, prefill=POTHOLE, by=by)
    made = file_from_desk(
        draft.pk, channel="counter", citizen_id=father.pk, reply=LETTER, mandate_id=mandate.pk, by=by
    )  # fmt: skip
    roads = make_agent("voirie", Role.HANDLER)
    counter.force_login(roads, backend="django.contrib.auth.backends.ModelBackend")
    told = text_of(counter.get(reverse("back_office:request", args=[made.public_id])))
    assert "Déposée par Solène Morvan pour Étienne Morvan (mandat jusqu’au 31 décembre 2030)" in told
    assert "guichet, déposée par Solène Morvan pour Étienne Morvan (mandat" in told
    assert "déposée par Solène Morvan, mandataire" in text_of(counter.get(page(father)))
    assert "déposée pour Étienne Morvan, par mandat" in text_of(counter.get(page(daughter)))
