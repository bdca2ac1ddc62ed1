"""The path a newcomer walks (house.md §7): a mail arrives, becomes a request, is answered, and its answer comes in."""

import datetime as dt
import re

import pytest

from channels_app import tasks
from channels_app.models import InboundEmail
from core import calendar
from messaging.models import Dispatch
from requests_app.models import ServiceRequest
from tests.builders import make_agent
from tests.channels_app import dovecot
from tests.channels_app.letters import mail, mailbox
from tests.journeys.stage import Agent, let_everything_happen, plain, text_of, to

pytestmark = pytest.mark.django_db
JOSETTE = "Josette Ferrand <josette.ferrand@courriel.example>"
HERS = "josette.ferrand@courriel.example"
THURSDAY_NIGHT = '"19-Nov-2026 23:30:00 +0000"'


@pytest.fixture
def post_box(monkeypatch):
    """The town’s mailbox on a real IMAP server."""
    monkeypatch.setenv("GRC_MAIL_ACCUEIL", dovecot.PASSWORD)
    with dovecot.running() as server:
        known = {"host": "127.0.0.1", "port": server.port, "security": "none", "secret": "GRC_MAIL_ACCUEIL"}
        mailbox(username="mairie@admiville.example", folder_done="Traités", **known)
        yield server


def everything_comes_in() -> None:
    """What the beat does every minute."""
    for box_id in InboundEmail.mailbox.field.related_model.objects.to_fetch().values_list("pk", flat=True):
        tasks.fetch_mailbox(box_id)
    tasks.take_in_kept()


def test_an_email_becomes_a_request_is_answered_and_its_answer_comes_back(settings, post_box):
    make_agent("accueil", email="ines.fabre@admiville.example", first_name="Inès", last_name="Fabre")
    first = mail(
        "Bonjour,\n\nMon voisin a coupé le tilleul de la place.\n\nJosette", sender=JOSETTE, subject="Le tilleul"
    )
    post_box.put("mairie@admiville.example", first, date=THURSDAY_NIGHT)

    everything_comes_in()
    made = ServiceRequest.objects.get()
    assert made.received_on == dt.date(2026, 11, 20), "the day our server took it, in the zone of the town"
    assert made.ar_due_on == calendar.add_working_days(made.received_on, 10, made.commune)
    assert made.legal_due is None
    assert post_box.count("mairie@admiville.example") == 0

    left = let_everything_happen(settings)
    (receipt,) = to(left, HERS)
    assert made.number in str(receipt["Subject"])
    assert "est enregistré" in text_of(receipt)
    assert receipt["Auto-Submitted"] == "auto-generated"

    desk = Agent("ines.fabre@admiville.example")
    assert "Le tilleul" in desk.open("/agents/?vue=a-qualifier")
    assert "a coupé le tilleul de la place" in desk.read(made)
    desk.act(made, "repondre", text="De quelle place s’agit-il ?")
    (question,) = to(let_everything_happen(settings), HERS)
    assert plain("De quelle place s’agit-il ?") in text_of(question)

    back = mail(
        "La place du Marché.\n\n> De quelle place s’agit-il ?",
        sender=JOSETTE,
        subject=f"Re: {question['Subject']}",
        In_Reply_To=str(question["Message-ID"]),
    )
    post_box.put("mairie@admiville.example", back, back)
    everything_comes_in()
    assert ServiceRequest.objects.count() == 1
    assert "La place du Marché." in desk.read(made)
    assert InboundEmail.objects.filter(state="message", request=made).count() == 1
    assert to(let_everything_happen(settings), HERS) == [], "an answer is not answered by a machine"


def test_an_absence_notice_answers_our_receipt_and_nothing_answers_it(settings, post_box):
    post_box.put("mairie@admiville.example", mail("Bonjour", sender=JOSETTE))
    everything_comes_in()
    (receipt,) = to(let_everything_happen(settings), HERS)
    absent = mail(
        "Je suis absente.",
        sender=JOSETTE,
        subject=f"Réponse automatique : {receipt['Subject']}",
        In_Reply_To=str(receipt["Message-ID"]),
    )
    for turn in range(3):
        post_box.put("mairie@admiville.example", re.sub(rb"lettre-\d+", b"absente-%d" % turn, absent))
        everything_comes_in()
    assert ServiceRequest.objects.count() == 1
    assert to(let_everything_happen(settings), HERS) == []
    assert Dispatch.objects.filter(to_address=HERS).count() == 1
