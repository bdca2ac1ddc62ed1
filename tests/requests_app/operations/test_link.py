import datetime as dt

import pytest

from core import calendar
from core.errors import IllegalMove, Refused
from organisation.enums import Role
from requests_app import operations
from requests_app.enums import Kind, LinkKind, Phase
from requests_app.models import RequestLink, ServiceRequest
from requests_app.rules.deadlines import Due, next_due, situation_of
from tests.builders import SYSTEM, actor, make_agent, make_request
from tests.builders_ties import all_seeing, twins

pytestmark = pytest.mark.django_db


def test_one_link_a_pair_whichever_way_it_is_said():
    one, two = twins()
    operations.link_requests(one.pk, two.pk, kind="parent", by=all_seeing())
    operations.link_requests(two.pk, one.pk, kind="related", by=all_seeing())
    assert RequestLink.objects.get().kind == LinkKind.RELATED
    with pytest.raises(Refused, match="déjà liées"):
        operations.link_requests(two.pk, one.pk, by=all_seeing())


def test_a_request_is_not_linked_to_itself():
    made = make_request()
    with pytest.raises(Refused, match="même demande"):
        operations.link_requests(made.pk, made.pk, by=all_seeing())


def test_who_sees_only_one_links_nothing():
    one, two = make_request(), make_request("signalement-voirie")
    with pytest.raises(Refused, match="droit"):
        operations.link_requests(one.pk, two.pk, by=actor(make_agent("etat-civil")))


def test_the_story_of_a_plain_request_does_not_tell_a_confidential_one():
    plain, secret = make_request(), make_request("aide-ccas", answers={})
    operations.link_requests(plain.pk, secret.pk, by=all_seeing(Role.CONFIDENTIAL))
    assert not plain.timeline.filter(kind=Kind.LINKED).exists()
    assert secret.timeline.filter(kind=Kind.LINKED).exists()


def test_a_possible_link_is_confirmed_or_never_said_again():
    one, two = twins()
    operations.link_requests(one.pk, two.pk, kind="possibly", by=SYSTEM)
    operations.settle_possible_link(two.pk, one.pk, confirmed=False, by=all_seeing())
    link = operations.link_requests(one.pk, two.pk, kind="possibly", by=SYSTEM)
    assert link.dismissed_at is not None
    with pytest.raises(Refused, match="collègue"):
        operations.settle_possible_link(one.pk, two.pk, confirmed=True, by=all_seeing())


def test_confirmed_it_is_a_link():
    one, two = twins()
    operations.settle_possible_link(one.pk, two.pk, confirmed=True, by=all_seeing())
    assert RequestLink.objects.get().kind == LinkKind.RELATED


def test_a_link_is_taken_away_and_put_back():
    one, two = twins()
    operations.link_requests(one.pk, two.pk, by=all_seeing())
    operations.unlink_requests(two.pk, one.pk, by=all_seeing())
    with pytest.raises(Refused, match="ne sont pas liées"):
        operations.unlink_requests(one.pk, two.pk, by=all_seeing())
    operations.link_requests(one.pk, two.pk, by=all_seeing())
    assert RequestLink.objects.get().dismissed_at is None


def wait(made, **more):
    until = calendar.today(made.commune) + dt.timedelta(days=7)
    known = {"who": "Architecte des Bâtiments de France", "until": until, "by": all_seeing()}
    return operations.wait_for_third_party(made.pk, **{**known, **more})


def test_waiting_for_a_third_party_moves_no_legal_date_and_is_due_on_its_own():
    made = make_request("signalement-voirie", anonymous=True)
    ServiceRequest.objects.filter(pk=made.pk).update(target_on=None)
    waiting = wait(made)
    assert waiting.phase == Phase.WAITING_THIRD_PARTY
    assert (waiting.rejection_due, waiting.acceptance_due) == (made.rejection_due, made.acceptance_due)
    assert next_due(situation_of(waiting)) == (waiting.third_party_on, Due.OPINION)


def test_work_goes_on_when_the_answer_came():
    made = wait(make_request())
    again = operations.resume_request(made.pk, text="Avis favorable.", by=all_seeing())
    assert (again.phase, again.third_party_on) == (Phase.IN_PROGRESS, None)
    with pytest.raises(IllegalMove):
        operations.resume_request(made.pk, by=all_seeing())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"who": " "}, "de qui"),
        ({"until": None}, "Donnez le jour"),
        ({"until": dt.date(2020, 1, 1)}, "passé"),
        ({"until": dt.date(2099, 1, 1)}, "trop loin"),
    ],
)
def test_a_wrong_wait_is_refused_with_a_sentence(wrong, said):
    with pytest.raises(Refused, match=said):
        wait(make_request(), **wrong)
