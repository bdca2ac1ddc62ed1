import pytest

from accounts.models import User
from core.models import OutboxEvent
from requests_app.colleagues import agents_for, named_in
from requests_app.models import Note
from requests_app.policies import can_view
from tests import builders
from tests.back_office.pages import act_url, part, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(db):
    return builders.make_agent("etat-civil", first_name="Jean-Noël", last_name="Le Goff")


def told() -> list[int]:
    return [one.payload["user_id"] for one in OutboxEvent.objects.filter(name="request.noted")]


def test_the_form_of_a_note_offers_the_agents_who_see_the_request(desk, colleague):
    builders.make_agent("voirie", first_name="Nadia", last_name="Ferri")
    dock = part(desk.get(url_of(builders.make_request()), {"faire": "note"}), "dock").get_text()
    assert "Prévenir des collègues" in dock
    assert "Jean-Noël Le Goff" in dock
    assert "Nadia Ferri" not in dock


def test_who_writes_is_not_offered_nor_after_a_refusal(desk, colleague):
    made, me = builders.make_request(), User.objects.get(pk=desk.session["_auth_user_id"])
    assert me.display_name not in part(desk.get(url_of(made), {"faire": "note"}), "dock").find("fieldset").get_text()
    refused = desk.post(act_url(made, "note"), {"text": "", "tell": [str(colleague.public_id)]})
    assert (refused.status_code, me.display_name in part(refused, "dock").find("fieldset").get_text()) == (422, False)


def test_who_is_ticked_is_told(desk, colleague):
    made = builders.make_request()
    desk.post(act_url(made, "note"), {"text": "Vu.", "tell": [str(colleague.public_id)]})
    assert told() == [colleague.pk]


def test_who_is_named_in_the_words_is_told_once(desk, colleague):
    made = builders.make_request()
    words = "À voir (@jean-noel le goff), @Personne Inconnue, a@b.example."
    desk.post(act_url(made, "note"), {"text": words, "tell": [str(colleague.public_id)]})
    assert told() == [colleague.pk]
    assert Note.objects.get().text == words


def test_an_agent_of_another_service_is_refused_and_the_words_kept(desk):
    made, other = builders.make_request(), builders.make_agent("voirie")
    answer = desk.post(act_url(made, "note"), {"text": "Vu avec la voirie.", "tell": [str(other.public_id)]})
    assert answer.status_code == 422
    assert "Vu avec la voirie." in answer.content.decode()
    assert "ne peut pas voir cette demande" in answer.content.decode()
    assert (told(), Note.objects.count()) == ([], 0)


def test_the_longest_name_wins_and_homonyms_are_both_told():
    def named(first: str, last: str):
        return builders.make_agent("etat-civil", first_name=first, last_name=last)

    short, long, twin = named("Anne", "Le"), named("Anne", "Le Goff"), named("Anne", "Le Goff")
    agents = [short, long, twin]
    assert sorted(named_in("@Anne Le Goff, ton avis ?", agents)) == [long.pk, twin.pk]
    assert named_in("@Anne Le, ton avis ?", agents) == [short.pk]
    assert named_in("Anne Le Goff, agent@Anne Le", agents) == []


@pytest.mark.parametrize("code", ["acte-etat-civil", "aide-ccas"])
def test_those_offered_are_those_who_see_it(code):
    made = builders.make_request(code, answers={} if code == "aide-ccas" else None)
    roles = [(made.service.code, "instructeur"), (made.service.code, "instructeur", "confidentiel"), ("voirie",)]
    agents = [*(builders.make_agent(*one) for one in roles), builders.make_agent(made.service.code, is_active=False)]
    offered = agents_for([made])
    for agent in agents:
        assert (agent in offered) == can_view(builders.actor(agent), made)
