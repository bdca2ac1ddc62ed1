"""Who filed for whom and who typed it: agents read names, a page that a link opens tells less."""

import datetime as dt

import pytest

from citizens.models import Mandate
from core import calendar
from requests_app.enums import Kind
from requests_app.operations import Arrival
from requests_app.reading import AGENT, PERSON, story
from tests.builders import make_agent, make_citizen, make_request, make_town

pytestmark = pytest.mark.django_db
UNTIL = dt.date(2027, 3, 3)


def filed_for_another(**arrival):
    today = calendar.today(make_town())
    asker = make_citizen("Ferrand", "Josette", email="", phone="", birth_date=None)
    came = make_citizen("Martin", "Solène", email="solene@courriel.example", phone="", birth_date=None)
    mandate = Mandate.objects.create(principal=asker, mandatary=came, from_on=today, until_on=UNTIL)
    clerk = make_agent("accueil", first_name="Claire", last_name="Lemoine")
    door = Arrival(entered_by=str(clerk.pk), filed_by_id=came.pk, mandate_id=mandate.pk, **arrival)
    return make_request(citizen=asker, channel="counter", arrival=door)


def registered(made, audience):
    return next(item.title for item in story(made, audience) if item.kind == Kind.REGISTERED)


def test_agents_read_who_came_for_whom_until_when_and_who_typed_it():
    assert registered(filed_for_another(), AGENT) == (
        f"{Kind.REGISTERED.label} : guichet, "
        "déposée par Solène Martin pour Josette Ferrand (mandat jusqu’au 3 mars 2027), "
        "saisie par Claire Lemoine au guichet"
    )


def test_the_page_of_the_person_says_it_without_whole_names_nor_the_agent():
    assert registered(filed_for_another(), PERSON) == (
        "Déposée par Solène M. pour Josette F. (mandat jusqu’au 3 mars 2027), saisie par un agent au guichet."
    )


def test_somebody_known_only_by_confidential_matters_is_not_named():
    made = filed_for_another()
    made.filed_by.veiled = True
    assert "Solène" not in registered(made, AGENT) + registered(made, PERSON)


def test_a_request_filed_alone_is_told_as_before():
    assert registered(make_request(), AGENT).endswith("site internet")
    assert registered(make_request(), PERSON) == "Vous avez envoyé la demande."


def test_the_portal_shows_it_to_whoever_holds_the_link(client):
    made = filed_for_another()
    page = client.get(f"/suivi/{made.link_token}/").content.decode()
    assert "Solène" in page
    assert "Lemoine" not in page
    assert "Solène Martin" not in page
