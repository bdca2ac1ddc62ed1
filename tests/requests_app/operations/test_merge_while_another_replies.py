import pytest

from core.errors import IllegalMove
from requests_app import operations
from requests_app.enums import Kind, Phase
from requests_app.models import RequestMerge, ServiceRequest
from requests_app.querysets import ServiceRequestQuerySet
from tests.builders import actor, make_agent
from tests.builders_ties import twins
from tests.racing import Meeting, at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


def _together(old, young):
    one, other = (actor(make_agent()) for _n in range(2))
    return at_once(
        lambda: operations.merge_requests(old.pk, young.pk, by=one),
        lambda: operations.reply(young.pk, text="Nous cherchons votre acte.", by=other),
    )


def test_without_the_lock_an_answer_leaves_on_a_request_that_is_merged(monkeypatch):
    old, young = twins()
    meeting = Meeting(2)

    def unlocked(self, pk):
        found = self.get(pk=pk)
        meeting.wait()
        return found

    def unlocked_together(self, *pks):
        found = {one.pk: one for one in self.filter(pk__in=pks)}
        meeting.wait()
        return [found[pk] for pk in pks]

    monkeypatch.setattr(ServiceRequestQuerySet, "locked", unlocked)
    monkeypatch.setattr(ServiceRequestQuerySet, "locked_together", unlocked_together)
    results = _together(old, young)
    # Either the phase is lost or the database refuses the nonsense: in no case was anybody told.
    assert not refusals(results)
    assert young.timeline.filter(kind__in=[Kind.MERGED, Kind.REPLIED]).exists()


@pytest.mark.parametrize("_again", range(3))
def test_with_the_lock_one_comes_first_and_the_other_is_told_or_goes_on(_again):
    old, young = twins()
    results = _together(old, young)
    assert RequestMerge.objects.filter(merged=young, undone_at__isnull=True).count() == 1
    assert ServiceRequest.objects.get(pk=young.pk).phase == Phase.MERGED
    assert all(type(refusal) is IllegalMove for refusal in refusals(results))
    assert young.messages.count() == 1 - len(refusals(results))


def test_two_agents_merge_the_same_two_once():
    old, young = twins()
    agents = [actor(make_agent()) for _n in range(3)]
    results = at_once(*[lambda by=by: operations.merge_requests(young.pk, old.pk, by=by) for by in agents])
    assert len(refusals(results)) == 2
    assert RequestMerge.objects.count() == 1
