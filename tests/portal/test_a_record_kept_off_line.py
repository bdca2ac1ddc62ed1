"""A civil-status record leaves by post or by hand (decree 2017-890, art. 29) unless the town chose to put it online."""

import pytest

from core.models import Commune
from files.models import StoredFile
from files.operations import store
from files.reading import open_file
from requests_app.models import ServiceRequest
from requests_app.operations import decide, take
from tests.builders import actor, holder, make_agent, make_photo, make_request
from tests.portal.pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scanned(settings) -> None:
    settings.FILES_SCANNER = "none"
    settings.FILES_WITHOUT_SCANNER = True


def decided(code: str = "acte-etat-civil", of: str = "etat-civil") -> tuple[ServiceRequest, StoredFile]:
    made = make_request(code)
    agent = actor(make_agent(of, "responsable", quality="Officière d’état civil"))
    take(made.pk, by=agent)
    kept = store(make_photo(), name="acte.png", commune_id=made.commune_id, owner_kind="message", by=agent)
    decide(made.pk, outcome="granted", text="Votre copie est faite.", by=agent, file_ids=[kept.pk])
    StoredFile.objects.filter(pk=kept.pk).update(scan_state="clean")
    return made, StoredFile.objects.get(pk=kept.pk)


def page_of(client, made: ServiceRequest) -> str:
    return words(client.get(f"/suivi/{made.link_token}/"))


def file_of(client, made: ServiceRequest, kept: StoredFile) -> int:
    return client.get(f"/suivi/{made.link_token}/documents/{kept.public_id}/").status_code


def test_the_page_says_how_the_record_comes_and_does_not_open_it(client):
    made, kept = decided()
    told = page_of(client, made)
    assert "Votre copie est faite." in told
    assert "L’acte ne s’ouvre pas en ligne" in told
    assert "acte.png" not in told
    assert file_of(client, made, kept) == 404
    with pytest.raises(Exception, match="accès|autoris|droit"):
        open_file(kept.public_id, by=holder(made))


def test_the_town_may_put_it_online(client):
    made, kept = decided()
    Commune.objects.update(deliver_record_online=True)
    assert "acte.png" in page_of(client, made)
    assert file_of(client, made, kept) == 200


def test_a_procedure_that_delivers_no_record_gives_what_its_decision_carries(client):
    made, kept = decided("question", "accueil")
    assert "acte.png" in page_of(client, made)
    assert file_of(client, made, kept) == 200


def test_the_agents_of_the_service_open_it_in_any_case():
    made, kept = decided()
    colleague = make_agent("etat-civil", "instructeur", email="autre@admiville.example")
    assert open_file(kept.public_id, by=actor(colleague)).size == kept.size
