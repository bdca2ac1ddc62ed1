import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.sessions import SEEN
from requests_app.models import Task
from tests.back_office.pages import text_of
from tests.builders import make_agent, make_citizen
from tests.builders_calls import CALLER, ring

pytestmark = pytest.mark.django_db
POLL, LOG = "/agents/appel-en-cours/", "/agents/appels/"


@pytest.fixture
def clerk(db):
    return make_agent("accueil", "accueil", phone_extension="214", first_name="Claire", last_name="Lemoine")


@pytest.fixture
def counter(clerk, sign_in):
    return sign_in(clerk)


def test_a_free_telephone_is_said_free_on_every_page(counter):
    assert "Poste 214, disponible" in text_of(counter.get("/agents/"))


def test_who_has_no_telephone_is_asked_nothing(sign_in):
    page = sign_in(make_agent("accueil", "accueil")).get("/agents/").content.decode()
    assert "appel-en-cours" not in page


def test_a_ringing_call_shows_its_number_and_opens_the_desk(counter):
    call = ring(extension="214")
    page = counter.get(POLL)
    said = text_of(page)
    assert "On vous appelle" in said
    assert "06 39 98 27 60" in said
    assert f"telephone=%2B33639982760&amp;appel={call.public_id}" in page.content.decode()


def test_nothing_is_sent_again_as_long_as_nothing_changes(counter):
    call = ring(extension="214")
    seen = f"{call.public_id}-ringing-0"
    assert counter.get(POLL, {"vu": seen}).status_code == 204
    ring(event="answer", extension="214")
    assert "Appel en cours" in text_of(counter.get(POLL, {"vu": seen}))
    ring(event="hangup")
    assert "Poste 214, disponible" in text_of(counter.get(POLL, {"vu": seen}))


def test_who_waits_is_told_to_the_desk(counter):
    ring("attend")
    assert "1 appel attend" in text_of(counter.get(POLL))


def test_asking_by_itself_is_no_gesture_of_the_agent(counter):
    counter.get("/agents/")
    session = counter.session
    session[SEEN] = session[SEEN] - 600
    session.save()
    counter.get(POLL)
    assert Session.objects.get().get_decoded()[SEEN] == session[SEEN]


def test_a_signed_out_page_is_refused_and_sent_nowhere():
    answer = Client().get(POLL, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers.get("HX-Redirect")) == (403, None)


def test_the_log_says_what_waits_what_was_lost_and_who_it_may_be(counter):
    make_citizen("Morvan", "Étienne", phone=CALLER, email="")
    ring("perdu", event="hangup")
    said = text_of(counter.get(LOG))
    for words in ("Personne n’attend.", "Étienne Morvan", "perdu", "1 appel aujourd’hui"):
        assert words in said


def test_a_lost_call_becomes_a_call_back_in_one_click(counter):
    lost = ring("perdu", event="hangup")
    address = reverse("back_office:call_back_lost", args=[lost.public_id])
    for _click in range(2):
        assert "Appel perdu à" in text_of(counter.post(address, follow=True))
    assert Task.objects.count() == 1


def test_a_hidden_number_is_said_hidden_and_cannot_be_called(counter):
    hidden = ring("masqué", event="hangup", caller="anonymous")
    assert "Numéro masqué" in text_of(counter.get(LOG))
    answer = counter.post(reverse("back_office:call_back_lost", args=[hidden.public_id]), follow=True)
    assert "personne à rappeler" in text_of(answer)


def test_the_log_is_closed_to_who_has_neither_desk_nor_telephone(sign_in):
    assert sign_in(make_agent("voirie")).get(LOG).status_code == 403


@pytest.mark.parametrize(("typed", "said"), [("21x", "2 à 8 chiffres"), ("221", "déjà celui d’un autre agent")])
def test_a_telephone_that_cannot_be_mine_is_refused_in_french(counter, clerk, typed, said):
    make_agent("voirie", phone_extension="221")
    assert said in text_of(counter.post(reverse("back_office:my_extension"), {"poste": typed}, follow=True))
    assert User.objects.get(pk=clerk.pk).phone_extension == "214"


def test_i_change_my_telephone(counter, clerk):
    assert "230" in text_of(counter.post(reverse("back_office:my_extension"), {"poste": " 230 "}, follow=True))
    assert User.objects.get(pk=clerk.pk).phone_extension == "230"
