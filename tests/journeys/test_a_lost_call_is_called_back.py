"""Étienne Morvan hangs up before anybody answers: somebody calls him back, as often as it takes."""

from __future__ import annotations

import pytest

from channels_app.models import PhoneCall
from core import calendar
from requests_app.enums import TaskState
from requests_app.models import Task, TaskAttempt
from tests.api import hooks
from tests.builders import make_agent, make_citizen
from tests.journeys.forms import page_of, submit, words
from tests.journeys.stage import Agent

pytestmark = pytest.mark.django_db
CALLS, TO_CALL = "/agents/appels/", "/agents/a-rappeler/"
RINGS = {"event": "newCall", "callId": "standard-41", "from": "06 39 98 27 60", "to": "0199004100"}


def test_a_lost_call_is_tried_until_the_person_answers():
    make_agent("accueil", "accueil", email="claire@admiville.example", first_name="Claire", last_name="Lemoine")
    make_agent("voirie", email="yanis@admiville.example")
    make_citizen("Morvan", "Étienne", phone="0639982760", email="", birth_date=None)
    claire, yanis = Agent("claire@admiville.example"), Agent("yanis@admiville.example")

    # Nobody answers. The switchboard says so twice, as switchboards do.
    assert hooks.post(RINGS).json()["status"] == "taken"
    for _time in range(2):
        assert hooks.post({**RINGS, "event": "hangup"}).status_code == 200
    log = page_of(claire, CALLS)
    assert "perdu" in words(log)
    assert "Étienne Morvan" in words(log)
    assert PhoneCall.objects.get().citizen is None, "a number proves nobody"

    submit(claire, log, "form[action$='/rappeler/']")
    submit(claire, log, "form[action$='/rappeler/']")
    task = Task.objects.get()
    asked = page_of(claire, TO_CALL)
    assert "06 39 98 27 60" in words(asked)
    assert "Appel perdu à" in words(asked)
    assert "06 39 98 27 60" not in words(page_of(yanis, TO_CALL)), "another service has nothing to do with it"

    # No answer, then a message left: each try is kept, and the day it is due moves on.
    again = submit(claire, asked, "form[action$='/pas-de-reponse/']")
    task.refresh_from_db()
    assert task.due_on > calendar.today(task.commune)
    assert "pas de réponse" in words(again)
    again = submit(claire, page_of(claire, f"{TO_CALL}?tache={task.public_id}"), "form[action$='/message-laisse/']")
    task.refresh_from_db()
    assert (task.attempts, task.state) == (2, TaskState.OPEN)
    assert "2" in words(again)

    # He answers at last: what was agreed is written, and nobody calls him a fourth time.
    opened = page_of(claire, f"{TO_CALL}?tache={task.public_id}")
    done = submit(claire, opened, "form[action$='/joint/']", outcome="Il voulait les horaires de la piscine : donnés.")
    assert "Personne jointe" in words(done)
    assert "Personne à rappeler." in words(done)
    task.refresh_from_db()
    assert (task.state, task.attempts) == (TaskState.DONE, 3)
    assert list(TaskAttempt.objects.order_by("at").values_list("result", flat=True)) == [
        "no_answer", "voicemail", "reached",
    ]  # fmt: skip
    assert submit(claire, opened, "form[action$='/joint/']") is not None
    task.refresh_from_db()
    assert task.attempts == 3
    told = words(page_of(claire, CALLS))
    assert "À rappeler" not in told, "the log knows that it is done"
