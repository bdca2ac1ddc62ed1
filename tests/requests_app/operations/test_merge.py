import datetime as dt

import pytest

from core.errors import IllegalMove, Refused, Stale
from messaging.models import Dispatch
from organisation.enums import Role
from requests_app import notifications, operations
from requests_app.enums import UNDECIDED, Kind, Phase
from requests_app.followed import kept_for
from requests_app.models import RequestMerge, ServiceRequest
from requests_app.operations import Reply
from requests_app.reading import PERSON, story
from tests.builders import actor, holder, make_agent, make_request
from tests.builders_ties import all_seeing, letter, stranger, twins

pytestmark = pytest.mark.django_db


def again(service_request) -> ServiceRequest:
    return ServiceRequest.objects.get(pk=service_request.pk)


def merge(one, other, **more) -> RequestMerge:
    return operations.merge_requests(one.pk, other.pk, by=more.pop("by", None) or all_seeing(), **more)


def test_the_younger_follows_into_the_older():
    old, young = twins()
    merge(young, old)
    assert again(young).phase == Phase.MERGED
    assert again(young).closed_on is not None
    assert again(old).phase in UNDECIDED
    assert kept_for(again(young)) == old


def test_of_two_days_the_first_received_is_kept_whatever_the_order_of_the_numbers():
    late = make_request(received_on=dt.date(2026, 11, 20))
    early = make_request(received_on=dt.date(2026, 11, 2))
    assert merge(late, early).kept == early


def test_the_kept_one_owes_the_earliest_of_both_dates():
    old, young = twins()
    sooner = old.rejection_due - dt.timedelta(days=20)
    ServiceRequest.objects.filter(pk=young.pk).update(rejection_due=sooner, regime_text="Un autre texte")
    made = merge(old, young)
    assert (again(old).rejection_due, again(old).regime_text) == (sooner, "Un autre texte")
    operations.undo_merge(made.pk, by=all_seeing())
    assert (again(old).rejection_due, again(old).regime_text) == (old.rejection_due, old.regime_text)
    assert again(old).next_alert_on == old.next_alert_on


def test_two_people_are_merged_only_when_an_agent_says_that_it_is_meant():
    old, other = make_request(), make_request(citizen=stranger())
    with pytest.raises(Refused, match="même personne"):
        merge(old, other)
    assert merge(old, other, other_person=True).other_person
    assert kept_for(again(other)) is None
    titles = [item.title for item in story(again(old), PERSON)]
    assert not any("réunie" in title for title in titles)


def test_an_anonymous_report_is_the_same_person_as_nobody():
    one = make_request("signalement-voirie", anonymous=True)
    two = make_request("signalement-voirie", anonymous=True)
    with pytest.raises(Refused, match="même personne"):
        merge(one, two)


def test_never_across_confidentiality():
    plain, secret = make_request(), make_request("aide-ccas", answers={})
    assert secret.confidential
    with pytest.raises(Refused, match="pas ouvertes aux mêmes agents"):
        merge(plain, secret, by=all_seeing(Role.CONFIDENTIAL), other_person=True)


def test_who_sees_only_one_of_them_merges_nothing():
    civil, road = make_request(), make_request("signalement-voirie")
    with pytest.raises(Refused, match="droit"):
        merge(civil, road, by=actor(make_agent("etat-civil")))
    assert RequestMerge.objects.count() == 0


@pytest.mark.parametrize("phase", [Phase.DECIDED, Phase.CLOSED, Phase.WITHDRAWN])
def test_what_is_decided_or_ended_is_not_merged(phase):
    old, young = make_request(phase=phase), make_request()
    with pytest.raises(Refused, match="ne peut plus être réunie"):
        merge(old, young)


def test_silence_that_refuses_and_silence_that_accepts_stay_apart():
    old, young = twins()
    ServiceRequest.objects.filter(pk=young.pk).update(
        silence="acceptance", acceptance_due=young.rejection_due, rejection_due=None
    )
    with pytest.raises(Refused, match="liez-les"):
        merge(old, young)


def test_an_unqualified_one_keeps_no_qualified_one():
    with pytest.raises(Refused, match="Qualifiez d’abord"):
        merge(letter(), make_request())


def test_a_reminder_by_mail_joins_the_request_it_is_about_and_owes_nothing_more():
    asked, reminder = make_request(), letter()
    merge(asked, reminder)
    assert not again(reminder).ar_due


def test_what_the_person_answers_goes_to_the_kept_one():
    old, young = twins()
    merge(old, young)
    message = operations.receive_answer(young.pk, text="Avez-vous reçu ma lettre ?", by=holder(young))
    assert message.request_id == old.pk


def test_what_another_person_answers_does_not():
    old, other = make_request(), make_request(citizen=stranger(), reply=Reply(email="p@courriel.example", name="Paul"))
    merge(old, other, other_person=True)
    with pytest.raises(Refused, match="terminée"):
        operations.receive_answer(other.pk, text="Et moi ?", by=holder(other))


def test_the_person_is_told_once_and_another_person_learns_no_number():
    old, other = make_request(), make_request(citizen=stranger(), reply=Reply(email="p@courriel.example", name="Paul"))
    made = merge(old, other, other_person=True)
    for _again in range(3):
        notifications.tell_of_a_merge({"merge_id": made.pk})
    sent = Dispatch.objects.get(template_code="suite-de-votre-demande")
    assert sent.to_address == "p@courriel.example"
    assert old.number not in str(sent.variables)


def test_both_stories_tell_the_merge_and_its_undoing():
    old, young = twins()
    operations.undo_merge(merge(old, young).pk, by=all_seeing())
    assert [e.kind for e in young.timeline.order_by("pk")][-2:] == [Kind.MERGED, Kind.UNMERGED]
    assert [e.kind for e in old.timeline.order_by("pk")][-2:] == [Kind.MERGED_IN, Kind.UNMERGED_FROM]


def test_undoing_gives_back_the_phase_it_had():
    old, young = make_request(), make_request(phase=Phase.WAITING_PERSON)
    operations.undo_merge(merge(old, young).pk, by=all_seeing())
    assert (again(young).phase, again(young).current_step, again(young).closed_on) == (
        Phase.WAITING_PERSON, young.current_step, None,
    )  # fmt: skip


def test_a_merge_is_undone_once():
    old, young = twins()
    made = merge(old, young)
    operations.undo_merge(made.pk, by=all_seeing())
    with pytest.raises(Refused, match="déjà séparées"):
        operations.undo_merge(made.pk, by=all_seeing())


def test_a_chain_is_followed_to_its_end_and_undone_from_it():
    first, second, third = make_request(), make_request(), make_request()
    inner = merge(second, third)
    merge(first, second)
    assert kept_for(again(third)) == first
    with pytest.raises(Refused, match="elle-même réunie"):
        operations.undo_merge(inner.pk, by=all_seeing())


def test_an_older_page_merges_nothing():
    old, young = twins()
    seen = {old.pk: again(old).revision, young.pk: again(young).revision}
    operations.reply(young.pk, text="Bonjour, nous cherchons votre acte.", by=all_seeing())
    with pytest.raises(Stale, match="Réponse du service"):
        merge(old, young, revisions=seen)


def test_nothing_is_done_any_more_on_what_is_merged():
    old, young = twins()
    merge(old, young)
    with pytest.raises(IllegalMove):
        operations.reply(young.pk, text="Trop tard.", by=all_seeing())
