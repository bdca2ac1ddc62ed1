"""Where the person must come, the site says so from the first page and never offers to send."""

import pytest

from core.enums import Channel
from requests_app.models import ServiceRequest
from requests_app.operations import start_draft
from tests.builders import make_town, procedure
from tests.portal.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def chosen():
    make_town()
    return procedure("attestation-accueil")


def test_its_page_says_to_come_and_the_button_prepares(client, chosen):
    page = words(client.get(f"/demarches/{chosen.code}/"))
    assert "Préparer ma demande" in page
    assert "Commencer la demande" not in page
    assert "La demande se signe devant un agent, avec les originaux." in page


def test_the_summary_gives_the_code_and_offers_no_sending(client, chosen):
    draft = start_draft(chosen.current_id, Channel.WEB)
    page = words(client.get(f"/brouillon/{draft.public_id}/resume/"))
    assert draft.resume_code in page
    assert "Envoyer la demande" not in page
    assert "Compléter la demande" in page
    assert not ServiceRequest.objects.exists()


def test_another_procedure_says_nothing_of_it(client, chosen):
    page = words(client.get("/demarches/signalement-voirie/"))
    assert "Commencer la demande" in page
    assert "puis vous venez" not in page
