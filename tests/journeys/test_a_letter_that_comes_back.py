"""Nobody of that name at this address: the person is reached by phone, says where she lives, and it leaves again."""

from __future__ import annotations

import pytest

from core import calendar
from core.enums import Channel
from messaging.models import Dispatch
from requests_app.enums import Kind, TaskState
from requests_app.models import ServiceRequest, Task
from requests_app.operations import Reply
from tests.builders import make_agent, make_citizen, make_request
from tests.documents import pdf
from tests.journeys import paper
from tests.journeys.forms import page_of, submit, words
from tests.journeys.stage import Agent, let_everything_happen

pytestmark = pytest.mark.django_db
OUT, TO_CALL, SAMIRA = "/agents/courrier/depart/", "/agents/a-rappeler/", "samira@admiville.example"
OLD, NEW = "3 impasse du Puits\n99000 Admiville", "8 rue Haute\n99000 Admiville"


@pytest.fixture(autouse=True)
def _scanner(settings):
    settings.FILES_SCANNER = "demo"


def test_she_is_reached_otherwise_and_every_later_letter_finds_her(settings):
    make_agent("etat-civil", email=SAMIRA)
    samira = Agent(SAMIRA)
    josette = make_citizen("Ferrand", "Josette", email="", phone="0639980515", birth_date=None, postal_address=OLD)
    reply = Reply(channel=Channel.POST, name="Josette Ferrand", postal=OLD)
    made = make_request(citizen=josette, channel=Channel.COUNTER, reply=reply)
    let_everything_happen(settings)
    first = post_the_only_letter(samira, made)

    # The postman brings it back; whoever opens the mail types the number that the window shows.
    found = page_of(samira, f"{OUT}?retour={made.number.lower()}")
    noted = submit(samira, found, "form[action$='/retour/']", motif="unknown")
    assert "le service doit joindre la personne autrement" in words(noted)
    let_everything_happen(settings)
    made.refresh_from_db()
    assert made.next_due_on == calendar.today(made.commune)
    assert made.timeline.filter(kind=Kind.RETURNED).exists()

    # Reached by phone: the alert of the request and the task end together.
    task = Task.objects.get(kind="reach")
    shown = page_of(samira, TO_CALL)
    assert "06 39 98 05 15" in words(shown)
    assert made.number in words(shown)
    submit(samira, shown, "form[action$='/joint/']", outcome="Elle habite 8 rue Haute depuis mars.")
    task.refresh_from_db()
    made.refresh_from_db()
    assert (task.state, made.reach_on) == (TaskState.DONE, None)

    # The letter leaves again, the same, in a window that shows where she lives.
    again = submit(samira, page_of(samira, OUT), "form[action$='/renvoi/']", adresse=NEW)
    assert "nouvelle adresse" in words(again)
    let_everything_happen(settings)
    second = post_the_only_letter(samira, made)
    letter = paper.letters_in(second)[0]
    assert paper.in_the_window(letter, "8 RUE HAUTE")
    assert "IMPASSE DU PUITS" not in pdf.words(letter)
    first.refresh_from_db()
    assert first.return_reason == "unknown"
    assert "Renvoyée à une autre adresse" in words(page_of(samira, OUT))

    # And what is written next goes there at once.
    samira.act(made, "repondre", text="Votre acte est prêt.")
    let_everything_happen(settings)
    assert paper.in_the_window(paper.letters_in(post_the_only_letter(samira, made))[0], "8 RUE HAUTE")


def post_the_only_letter(samira: Agent, made: ServiceRequest) -> Dispatch:
    waiting = page_of(samira, OUT)
    (pick,) = waiting.select("input[name=lettre][type=checkbox]")
    done = submit(samira, waiting, "button[value=postees]", lettre=pick["value"])
    assert "1 lettre postée." in words(done)
    return Dispatch.objects.get(public_id=pick["value"])
