import datetime as dt

import pytest

from core import calendar
from requests_app import presence
from tests.builders import make_agent

pytestmark = pytest.mark.django_db


def test_a_colleague_is_seen_and_oneself_is_not():
    agent, colleague = make_agent(), make_agent(first_name="Yanis", last_name="Benali")
    presence.seen(1, agent.pk)
    presence.seen(1, colleague.pk, is_writing=True)
    assert presence.others(1, agent.pk) == [("Yanis Benali", True)]


def test_presence_is_of_one_request():
    agent, colleague = make_agent(), make_agent()
    presence.seen(1, colleague.pk)
    assert presence.others(2, agent.pk) == []


def test_who_left_is_gone_at_once():
    agent, colleague = make_agent(), make_agent()
    presence.seen(1, colleague.pk)
    presence.left(1, colleague.pk)
    assert presence.others(1, agent.pk) == []


def test_who_says_nothing_for_a_minute_is_gone(monkeypatch):
    agent, colleague = make_agent(), make_agent()
    presence.seen(1, colleague.pk)
    later = calendar.now() + dt.timedelta(minutes=1)
    monkeypatch.setattr(calendar, "now", lambda: later)
    assert presence.others(1, agent.pk) == []


def test_a_disabled_colleague_is_not_shown():
    agent, colleague = make_agent(), make_agent(is_active=False)
    presence.seen(1, colleague.pk)
    assert presence.others(1, agent.pk) == []
