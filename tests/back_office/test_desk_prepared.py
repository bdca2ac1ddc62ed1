"""What was prepared on the site or by phone is opened at the desk with its code, filled, and filed there."""

import pytest
from django.urls import reverse

from core.enums import Channel
from organisation.enums import Role
from requests_app.models import ServiceRequest
from requests_app.operations import save_draft, start_draft
from tests import builders
from tests.back_office.pages import text_of
from tests.back_office.test_desk import address, follow, hidden

pytestmark = pytest.mark.django_db
WHO = {"family_name": "Ferrand", "first_names": "Josette"}


@pytest.fixture
def reception(sign_in):
    return sign_in(builders.make_agent("accueil", Role.COUNTER))


@pytest.fixture
def draft():
    builders.make_town()
    made = start_draft(builders.procedure("signalement-voirie").current_id, Channel.WEB)
    answers = {**builders.POTHOLE, "suivi": "oui", "courriel": "josette@courriel.example", "identite": WHO}
    return save_draft(made.pk, "ou", answers)


def desk(client, **query):
    return client.get(reverse("back_office:desk"), {"situation": "counter", **query})


def test_the_code_typed_in_the_search_opens_the_form_filled_and_files_it(reception, draft):
    page = desk(reception, q=draft.resume_code.lower().replace("-", " "))
    assert "Ouvrir la demande préparée" in text_of(page)
    page = follow(reception, **hidden(page), _reprendre=draft.resume_code)
    assert str(draft.public_id) in address(page)
    assert "Ferrand" in page.content.decode()
    follow(reception, **{**hidden(page), "_personne": "sans"}, action="deposer")
    made = ServiceRequest.objects.get()
    assert (made.channel, made.draft) == ("counter", draft)
    assert made.citizen.display_name == "Josette Ferrand"


def test_what_the_person_wrote_stays_when_they_are_then_found(reception, draft):
    person = builders.make_citizen("Ferrand", "Josette", email="ancien@courriel.example", phone="", birth_date=None)
    page = follow(reception, **hidden(desk(reception, q=draft.resume_code)), _reprendre=draft.resume_code)
    follow(reception, **hidden(page), _choisir=str(person.public_id))
    draft.refresh_from_db()
    assert draft.answers["courriel"] == "josette@courriel.example"


def test_an_unknown_code_is_told_and_a_sent_one_opens_nothing(reception, draft):
    page = follow(reception, **hidden(desk(reception)), _reprendre="ABCD-EFGH-JKLM")
    assert "Aucun brouillon ne porte ce code" in text_of(page)
    assert "Ouvrir la demande préparée" not in text_of(desk(reception, q="ABCD-EFGH-JKLM"))
