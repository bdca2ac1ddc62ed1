"""Two hands at the same instant on one thing: one effect, a sentence for the other, nothing lost nor doubled."""

import pytest

from accounts.models import User
from channels_app.models import ReservedCode, ScanBatch
from channels_app.operations import file_from_desk, open_desk_draft, reserve_forms
from channels_app.operations.postal import take_scan
from citizens.models import Citizen, PersonMerge
from citizens.operations import merge_people, undo_merge
from core.enums import Channel
from core.errors import Refused
from organisation.enums import Role
from requests_app import operations
from requests_app.enums import Kind, TaskState
from requests_app.models import RequestMerge, RequestSplit, ServiceRequest, TimelineEntry
from requests_app.operations import Reply, close_account
from tests import builders, builders_calls, builders_ties, mailroom
from tests.racing import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
AGAIN = range(3)


def errors(results: list[object]) -> list[object]:
    return [one for one in results if isinstance(one, Exception) and not isinstance(one, Refused)]


def clerk(*roles: str):
    return builders.actor(builders.make_agent("accueil", *(roles or (Role.COUNTER, Role.HANDLER))))


def people(count: int) -> list[Citizen]:
    builders.make_town()
    return [builders.make_citizen(f"Nom{rank}", "Claire", email="", phone="", birth_date=None) for rank in range(count)]


@pytest.mark.parametrize("_again", AGAIN)
def test_each_person_merged_into_the_other_at_once_is_merged_once(_again):
    (one, two), by = people(2), clerk()
    found = at_once(
        lambda: merge_people(kept_id=one.pk, merged_id=two.pk, reason="Même personne.", by=by),
        lambda: merge_people(kept_id=two.pk, merged_id=one.pk, reason="Même personne.", by=by),
    )
    assert not errors(found)
    assert len(refusals(found)) == 1
    assert str(refusals(found)[0])
    assert PersonMerge.objects.count() == 1
    assert Citizen.objects.filter(pk__in=(one.pk, two.pk), canonical=None).count() == 1


@pytest.mark.parametrize("_again", AGAIN)
def test_a_ring_of_three_merges_at_once_leaves_somebody_at_the_top(_again):
    three, by = people(3), clerk()
    pairs = [(three[rank].pk, three[(rank + 1) % 3].pk) for rank in range(3)]

    def merge(kept: int, merged: int):
        return lambda: merge_people(kept_id=kept, merged_id=merged, reason="Même personne.", by=by)

    found = at_once(*(merge(*pair) for pair in pairs))
    assert not errors(found)
    tops = Citizen.objects.filter(pk__in=[one.pk for one in three], canonical=None)
    assert tops.count() == 3 - PersonMerge.objects.count() >= 1
    for merged in Citizen.objects.filter(pk__in=[one.pk for one in three]).exclude(canonical=None):
        assert merged.canonical.canonical_id is None


@pytest.mark.parametrize("_again", AGAIN)
def test_a_merge_undone_while_its_kept_person_is_merged_further_ends_as_one_after_the_other(_again):
    (one, two, three), by = people(3), clerk()
    first = merge_people(kept_id=one.pk, merged_id=two.pk, reason="Même personne.", by=by)
    found = at_once(
        lambda: undo_merge(first.pk, by=by),
        lambda: merge_people(kept_id=three.pk, merged_id=one.pk, reason="Même personne.", by=by),
    )
    assert not errors(found)
    assert not refusals(found)
    kept = dict(Citizen.objects.filter(pk__in=(one.pk, two.pk, three.pk)).values_list("pk", "canonical"))
    assert kept == {one.pk: three.pk, two.pk: None, three.pk: None}


@pytest.mark.parametrize("_again", AGAIN)
def test_two_requests_merged_each_into_the_other_at_once_are_merged_once(_again):
    (one, two), by = builders_ties.twins(), builders_ties.all_seeing()
    found = at_once(
        lambda: operations.merge_requests(one.pk, two.pk, by=by),
        lambda: operations.merge_requests(two.pk, one.pk, by=by),
    )
    assert not errors(found)
    assert len(refusals(found)) == 1
    assert RequestMerge.objects.count() == 1
    assert ServiceRequest.objects.filter(phase="merged").count() == 1


def test_a_letter_split_twice_at_once_is_split_once():
    letter, by = builders_ties.letter(), builders_ties.all_seeing()
    parts = [{"title": "Mon acte", "text": "Un acte."}, {"title": "La rue", "text": "Un trou."}]
    found = at_once(*[lambda: operations.split_request(letter.pk, parts, by=by)] * 2)
    assert not errors(found)
    assert len(refusals(found)) == 1
    assert RequestSplit.objects.count() == 1
    assert ServiceRequest.objects.count() == 2


def test_a_call_back_ended_by_two_at_once_is_ended_once_and_told_once():
    made = builders.make_request()
    by = builders.actor(builders.make_agent("etat-civil", Role.HANDLER))
    task = builders_calls.make_task("etat-civil", request_id=made.pk)
    found = at_once(
        lambda: operations.complete_task(task.pk, by=by, outcome="Joint."),
        lambda: operations.drop_task(task.pk, by=by, reason="Plus utile."),
    )
    assert not errors(found)
    assert len(refusals(found)) == 1
    task.refresh_from_db()
    assert task.state in (TaskState.DONE, TaskState.DROPPED)
    assert TimelineEntry.objects.filter(request=made, kind__in=(Kind.TASK_DONE, Kind.TASK_DROPPED)).count() == 1


def test_one_paper_form_entered_by_two_at_once_is_one_request():
    by = clerk()
    reserve_forms({"acte-etat-civil": 1}, commune_id=builders.make_town().pk, by=by)
    code = ReservedCode.objects.get().code
    version = builders.procedure("acte-etat-civil").current_id
    drafts = [
        open_desk_draft(version, citizen_id=None, prefill=builders.CIVIL_STATUS, channel="counter", by=by)
        for _hand in range(2)
    ]
    letter = Reply(channel=Channel.POST, postal="14 rue des Tanneurs\n99000 Admiville")

    def enter(draft):
        return lambda: file_from_desk(
            draft.pk, channel=Channel.COUNTER, citizen_id=None, reply=letter, code=code, by=by
        )

    found = at_once(*(enter(draft) for draft in drafts))
    assert not errors(found)
    assert len(refusals(found)) == 1
    assert "déjà saisi" in str(refusals(found)[0])
    assert ServiceRequest.objects.get().pk == ReservedCode.objects.get().used_by_id
    assert sum(draft.answers != {} for draft in drafts) == 2


def test_one_scan_dropped_by_four_at_once_is_one_batch():
    by, raw = clerk(), mailroom.a_pdf(2)
    found = at_once(*[lambda: take_scan(raw, name="lot.pdf", by=by)] * 4)
    assert not errors(found)
    assert ScanBatch.objects.count() == 1
    assert {one.pk for one in found} == {ScanBatch.objects.get().pk}
    assert sum(one.is_copy for one in found) == 3


@pytest.mark.parametrize("_again", AGAIN)
def test_of_two_administrators_who_close_each_other_at_once_one_stays(_again):
    one, two = (builders.make_agent("accueil", Role.HANDLER, is_staff=True) for _hand in range(2))
    found = at_once(
        lambda: close_account(two.pk, by=builders.actor(one)),
        lambda: close_account(one.pk, by=builders.actor(two)),
    )
    assert not errors(found)
    assert User.objects.filter(is_staff=True, is_active=True).count() == 1
    assert len(refusals(found)) == 1
