"""The same thing to several requests: done one by one, and what failed is told with its number."""

import pytest

from requests_app.enums import Phase
from requests_app.models import ServiceRequest
from tests import builders
from tests.back_office.pages import soup, text_of

pytestmark = pytest.mark.django_db
BULK = "/agents/lot/"


def chosen(*made: ServiceRequest) -> list[str]:
    return [str(one.public_id) for one in made]


def test_several_requests_are_taken_at_once_and_the_list_comes_back_as_it_was(desk, agent):
    made = [builders.make_request() for _rank in range(3)]
    data = {"action": "prendre", "demande": chosen(*made), "retour": "/agents/?vue=sans-affectation"}
    answer = desk.post(BULK, data, follow=True)
    assert answer.redirect_chain[0][0] == "/agents/?vue=sans-affectation"
    assert "3 demandes traitées." in text_of(answer)
    assert set(ServiceRequest.objects.values_list("assigned_to", flat=True)) == {agent.pk}


def test_what_failed_is_told_with_its_number_and_the_rest_is_done(desk, agent):
    made, ended = builders.make_request(), builders.make_request(phase=Phase.CLOSED, by_agent=agent)
    page = text_of(desk.post(BULK, {"action": "prendre", "demande": chosen(made, ended)}, follow=True))
    assert "1 demande traitée." in page
    assert f"{ended.number} : Cette demande n’est plus en cours" in page


def test_a_request_of_another_service_among_the_chosen_is_left_alone(desk):
    hidden = builders.make_request("signalement-voirie")
    page = text_of(desk.post(BULK, {"action": "prendre", "demande": chosen(hidden)}, follow=True))
    assert "Choisissez au moins une demande" in page
    assert hidden.number not in page
    assert ServiceRequest.objects.get(pk=hidden.pk).assigned_to is None


@pytest.mark.parametrize("data", [{}, {"demande": ["x", "'--"]}, {"action": "prendre", "demande": []}])
def test_nothing_chosen_is_told(desk, data):
    assert "Choisissez au moins une demande" in text_of(desk.post(BULK, data, follow=True))


@pytest.mark.parametrize("back", ["https://mechant.example/", "//x", "/administration/", "/agents/../x"])
def test_the_way_back_is_always_the_list(desk, back):
    assert desk.post(BULK, {"retour": back})["Location"] == "/agents/"


def test_assigning_several_asks_to_whom_then_does_it(desk):
    made, colleague = [builders.make_request(), builders.make_request()], builders.make_agent("etat-civil")
    asked = desk.post(BULK, {"action": "affecter", "demande": chosen(*made)})
    form = soup(asked).select_one(f"form[action='{BULK}']")
    data = {"action": "affecter", "confirmer": "1", "agent": str(colleague.public_id)}
    data["demande"] = [field["value"] for field in form.select("input[name=demande]")]
    desk.post(BULK, data)
    assert set(ServiceRequest.objects.values_list("assigned_to", flat=True)) == {colleague.pk}


def test_rerouting_several_needs_a_service_and_a_reason(desk):
    made, target = builders.make_request(), builders.service("voirie")
    data = {"action": "reorienter", "confirmer": "1", "demande": chosen(made), "service": str(target.public_id)}
    refused = desk.post(BULK, data)
    assert refused.status_code == 422
    assert "Dites pourquoi ces demandes changent de service." in text_of(refused)
    desk.post(BULK, {**data, "reason": "Éclairage public"})
    assert ServiceRequest.objects.get(pk=made.pk).service == target
