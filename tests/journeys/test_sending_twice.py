"""A double click, the back button, a replayed form, two tabs: one request, one acknowledgement."""

import pytest

from core.models import OutboxEvent
from messaging.models import Dispatch
from requests_app.models import Acknowledgement, ServiceRequest
from tests.builders import CIVIL_STATUS, make_town
from tests.journeys.stage import Visitor, let_everything_happen, to

pytestmark = pytest.mark.django_db
WHO = "malika.benhaddou@courriel.example"


@pytest.fixture(autouse=True)
def _town():
    make_town()


def test_a_double_click_and_a_reload_show_the_same_confirmation(settings):
    home = Visitor()
    draft = home.fill_in("acte-etat-civil", CIVIL_STATUS)
    first = home.send(draft)
    confirmation = home.address
    assert home.send(draft) == first
    assert home.address == confirmation
    assert home.open(confirmation) == first
    assert ServiceRequest.objects.count() == 1
    assert OutboxEvent.objects.filter(name="request.registered").count() == 1
    assert len(to(let_everything_happen(settings), WHO)) == 1
    assert let_everything_happen(settings) == []


def test_the_back_button_into_a_sent_form_leads_to_its_confirmation():
    home = Visitor()
    draft = home.fill_in("acte-etat-civil", CIVIL_STATUS)
    home.send(draft)
    confirmation = home.address
    home.open(f"/brouillon/{draft.public_id}/acte/")
    assert home.address == confirmation
    home.post(f"/brouillon/{draft.public_id}/acte/", {"nature": "deces", "action": "continuer"})
    assert home.address == confirmation
    assert ServiceRequest.objects.get().answers["nature"] == "naissance"


def test_another_device_resumes_and_sends_and_the_first_finds_it_sent():
    home, phone = Visitor(), Visitor()
    draft = home.fill_in("acte-etat-civil", CIVIL_STATUS)
    phone.post("/brouillon/reprendre/", {"code": draft.resume_code})
    phone.send(draft)
    home.send(draft)
    assert home.address == phone.address
    assert ServiceRequest.objects.count() == 1


def test_every_worker_run_again_changes_nothing(settings):
    home = Visitor()
    home.send(home.fill_in("acte-etat-civil", CIVIL_STATUS))
    for _time in range(3):
        let_everything_happen(settings)
    assert Acknowledgement.objects.filter(kind="ARE").count() == 1
    assert Dispatch.objects.filter(kind="acknowledgement").count() == 1


def test_an_unfinished_form_is_not_sent_and_nothing_typed_is_lost():
    home = Visitor()
    draft = home.fill_in("acte-etat-civil", {**CIVIL_STATUS, "courriel": "malika@@nulle-part"})
    page = home.send(draft)
    assert not ServiceRequest.objects.exists()
    assert "La demande n’est pas encore complète" in page
    assert "malika@@nulle-part" in home.open(f"/brouillon/{draft.public_id}/coordonnees/")
