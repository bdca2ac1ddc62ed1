"""Story A: from the procedure page to the answer, the acknowledgement read back from the mail that was sent."""

import re

import pytest

from core.templatetags.grc_dates import jour
from requests_app.acknowledging import fingerprint
from requests_app.enums import Kind, Phase
from requests_app.models import ServiceRequest
from tests.builders import CIVIL_STATUS, make_agent
from tests.documents import pdf
from tests.journeys.stage import Agent, Visitor, let_everything_happen, letters_of, text_of, to

pytestmark = pytest.mark.django_db
WHO = "malika.benhaddou@courriel.example"


@pytest.fixture(autouse=True)
def _scanner(settings):
    settings.FILES_SCANNER = "demo"


def test_a_citizen_asks_for_a_birth_record_and_gets_it_answered(settings):
    make_agent("etat-civil", email="samira.marchand@admiville.example")
    home = Visitor()
    draft = home.fill_in("acte-etat-civil", CIVIL_STATUS)
    summary = home.open(home.address)
    assert "Malika Benhaddou" in summary
    sent = home.send(draft)
    made = ServiceRequest.objects.get()

    # The confirmation is the registration receipt: number, spoken code, date.
    assert made.number in sent
    assert made.spoken_code in sent
    assert made.acknowledgements.get(kind="AEE").mentions["number"] == made.number

    mails = let_everything_happen(settings)
    (notice,) = to(mails, "etat-civil@admiville.example")
    (receipt,) = to(mails, WHO)
    assert made.number in str(notice["Subject"])
    assert made.link_token not in text_of(notice)
    link = read_the_acknowledgement(made, receipt)

    # The link of the mail opens the whole story.
    story = Visitor().open(link)
    assert "Où en est votre demande" in story
    assert jour(made.rejection_due) in story

    # At a screen without the mail: number, code and name.
    state = Visitor().post("/suivi/etat/", {"numero": made.number, "code": made.spoken_code, "preuve": "benhaddou"})
    assert made.number in state
    assert "tanneurs" not in state.lower()

    answer_it(settings, home, made, link)


def answer_it(settings, home, made, link):
    """The service asks, the person answers, the service decides and closes."""
    desk = Agent("samira.marchand@admiville.example")
    assert made.title in desk.open("/agents/")
    page = desk.read(made)
    assert "14 rue des Tanneurs" in page
    desk.act(made, "prendre")
    desk.act(made, "demander", text="Quel est le second prénom de votre père ?")
    made.refresh_from_db()
    assert made.phase == Phase.WAITING_PERSON

    (question,) = to(let_everything_happen(settings), WHO)
    assert "second prénom" in text_of(question)
    home.open(link)
    home.write(link, "Ahmed.")
    made.refresh_from_db()
    assert made.phase == Phase.IN_PROGRESS

    desk.act(made, "decider", outcome="granted", text="La copie intégrale vous est délivrée.")
    (announced,) = to(let_everything_happen(settings), WHO)
    assert "copie intégrale" not in text_of(announced)
    decision = made.decisions.get()
    assert decision.notified_at is None
    assert "La copie intégrale vous est délivrée." in Visitor().open(link)
    decision.refresh_from_db()
    assert decision.notified_at is not None

    desk.act(made, "clore", text="La copie est partie ce matin par la poste.")
    made.refresh_from_db()
    assert made.phase == Phase.CLOSED
    (ended,) = to(let_everything_happen(settings), WHO)
    assert "partie ce matin" in text_of(ended)


def read_the_acknowledgement(made, mail):
    """R112-11-1, mention by mention, from the letter itself; gives the link back."""
    made.refresh_from_db()
    row = made.acknowledgements.get(kind="ARE")
    letters = letters_of(mail)
    words = pdf.words(letters["accuse-de-reception.pdf"])
    service = made.service
    for mention in (made.number, made.spoken_code, service.name, service.phone, service.email, "1 rue du Beffroi"):
        assert mention in words, mention
    for day in (made.received_on, made.rejection_due):
        assert re.search(rf"\b{day.day}(er)? \w+ {day.year}", words), day
    assert "sous réserve" in words
    assert "tribunal judiciaire" in words
    assert made.deposit_code in pdf.words(letters["bordereau-d-envoi.pdf"]).replace(" ", "").replace("-", "")
    assert mail["Message-ID"].strip() == row.dispatch.message_id
    assert row.content_sha256 == fingerprint(row.mentions)
    assert made.ar_sent_on is not None
    assert made.timeline.filter(kind=Kind.ACK_SENT).count() == 1
    link = re.search(r"https?://\S+/suivi/(\S+?)/", text_of(mail))
    assert link
    assert link[1] == made.link_token
    return f"/suivi/{link[1]}/"
