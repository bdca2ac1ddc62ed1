import datetime as dt

import pytest

from core.errors import Forbidden, IllegalMove, Refused
from requests_app import operations
from requests_app.enums import Kind, Phase, SetAsideCause
from requests_app.models import ServiceRequest
from requests_app.reading import clocks
from tests.builders import actor, make_agent, make_request

pytestmark = pytest.mark.django_db
RECEIVED = dt.date(2026, 11, 16)


def arrived(**fields):
    return make_request("a-qualifier", answers={"objet": "Gagnez gros"}, received_on=RECEIVED, **fields)


def aside(made, by=None, cause: str = SetAsideCause.ABUSIVE, reason: str = "Trentième envoi du même texte."):
    return operations.set_aside(made.pk, cause=cause, reason=reason, by=by or actor(make_agent("accueil")))


def test_it_ends_with_its_cause_and_reason_and_owes_nothing():
    made = aside(arrived())
    assert (made.phase, made.ar_due) == (Phase.SET_ASIDE, False)
    entry = made.timeline.get(kind=Kind.SET_ASIDE)
    assert entry.data["cause"] == "abusive"
    assert entry.note.text == "Trentième envoi du même texte."
    assert not entry.visible_to_citizen
    assert "L112-3" in clocks(made)[0].detail


def test_no_acknowledgement_leaves_for_it():
    made = make_request()
    aside(made, by=actor(make_agent("etat-civil")))
    assert operations.issue_acknowledgement(made.pk) is None


@pytest.mark.parametrize(("cause", "reason"), [("", "Publicité."), ("autre", "Publicité."), ("automatic", " ")])
def test_it_needs_a_known_cause_and_a_reason(cause, reason):
    with pytest.raises(Refused):
        aside(arrived(), cause=cause, reason=reason)


def test_it_is_taken_up_again_with_what_it_was_owed():
    made, by = arrived(), actor(make_agent("accueil"))
    aside(made, by=by)
    again = operations.restore(made.pk, by=by)
    assert (again.phase, again.ar_due, again.closed_on) == (Phase.RECEIVED, True, None)
    assert again.next_due_on == again.ar_due_on == dt.date(2026, 11, 30)
    assert again.timeline.filter(kind=Kind.RESTORED).exists()


def test_only_what_was_put_aside_is_taken_up_again():
    with pytest.raises(IllegalMove):
        operations.restore(arrived().pk, by=actor(make_agent("accueil")))


def test_an_agent_of_another_service_can_do_neither():
    made, stranger = arrived(), actor(make_agent("voirie"))
    with pytest.raises(Forbidden):
        aside(made, by=stranger)
    aside(made)
    with pytest.raises(Forbidden):
        operations.restore(made.pk, by=stranger)


def test_what_nobody_qualifies_is_recalled_once_three_days_before_its_acknowledgement_is_due():
    made = arrived()
    assert made.next_alert_on == dt.date(2026, 11, 27)
    for day in (26, 27, 28, 30):
        operations.sweep_deadlines(dt.date(2026, 11, day))
    entry = made.timeline.get(kind=Kind.ALERT_QUALIFY)
    assert entry.effective_on == dt.date(2026, 11, 27)
    made.refresh_from_db()
    assert (made.last_event_kind, made.next_alert_on) == (Kind.ALERT_QUALIFY, None)


def test_once_qualified_the_legal_alerts_take_over():
    made = make_request("a-qualifier", answers={"objet": "Acte"}, received_on=RECEIVED)
    version = make_request().procedure_version
    operations.qualify(made.pk, procedure_version_id=version.pk, by=actor(make_agent("accueil")))
    operations.sweep_deadlines(dt.date(2026, 12, 20))
    kinds = set(ServiceRequest.objects.get(pk=made.pk).timeline.values_list("kind", flat=True))
    assert Kind.ALERT_HALF in kinds
    assert Kind.ALERT_QUALIFY not in kinds
