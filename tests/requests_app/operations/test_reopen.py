import datetime as dt

import pytest

from core import calendar
from core.errors import Forbidden, IllegalMove, Refused, Stale
from core.models import OutboxEvent
from requests_app import operations
from requests_app.enums import Kind, Phase
from requests_app.models import ServiceRequest
from tests.builders import actor, holder, make_agent, make_request

pytestmark = pytest.mark.django_db
WHY = "L’acte est revenu par la poste."


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.WITHDRAWN, Phase.DECIDED])
def test_it_is_in_progress_again_with_the_reason_in_a_note(phase):
    agent, made = make_agent(), make_request(phase=phase)
    again = operations.reopen(made.pk, reason=WHY, by=actor(agent))
    assert (again.phase, again.closed_on) == (Phase.IN_PROGRESS, None)
    assert made.timeline.get(kind=Kind.REOPENED).note.text == WHY
    assert OutboxEvent.objects.filter(name="request.reopened").count() == 1


def test_the_legal_date_stays_that_of_the_first_receipt():
    agent, made = make_agent(), make_request(phase=Phase.WITHDRAWN)
    due = made.rejection_due
    assert operations.reopen(made.pk, reason=WHY, by=actor(agent)).rejection_due == due


def test_the_service_gives_itself_a_month():
    agent, made = make_agent(), make_request(phase=Phase.CLOSED)
    again = operations.reopen(made.pk, reason=WHY, by=actor(agent))
    assert again.target_on == calendar.today(made.commune) + dt.timedelta(days=30)


def test_the_clock_speaks_again_of_an_undecided_request():
    agent, made = make_agent(), make_request(phase=Phase.WITHDRAWN)
    assert made.next_alert_on is None
    assert operations.reopen(made.pk, reason=WHY, by=actor(agent)).next_alert_on is not None


def test_after_an_express_decision_silence_decides_nothing_more():
    agent, made = make_agent(), make_request(phase=Phase.DECIDED)
    assert operations.reopen(made.pk, reason=WHY, by=actor(agent)).next_alert_on is None


def test_a_reopened_decision_can_be_replaced():
    agent, made = make_agent(), make_request(phase=Phase.DECIDED)
    operations.reopen(made.pk, reason=WHY, by=actor(agent))
    operations.decide(made.pk, outcome="granted", text="Nouvelle décision.", by=actor(agent))
    assert made.decisions.count() == 2


def test_a_reason_is_asked():
    agent, made = make_agent(), make_request(phase=Phase.CLOSED)
    with pytest.raises(Refused, match="Dites pourquoi"):
        operations.reopen(made.pk, reason="", by=actor(agent))


def test_an_open_request_cannot_be_reopened():
    agent, made = make_agent(), make_request()
    with pytest.raises(IllegalMove):
        operations.reopen(made.pk, reason=WHY, by=actor(agent))


def test_neither_another_service_nor_the_person_reopens():
    made = make_request(phase=Phase.CLOSED)
    for by in (actor(make_agent("voirie")), holder(made)):
        with pytest.raises(Forbidden):
            operations.reopen(made.pk, reason=WHY, by=by)
    assert ServiceRequest.objects.get(pk=made.pk).phase == Phase.CLOSED


def test_an_old_page_is_refused():
    agent, made = make_agent(), make_request(phase=Phase.CLOSED)
    with pytest.raises(Stale):
        operations.reopen(made.pk, reason=WHY, by=actor(agent), revision=0)
