"""Josette Ferrand has no e-mail: from the counter to the answer, every word of the town reaches her by post."""

from __future__ import annotations

import re
import sys

import pytest

from channels_app.models import ScanBatch
from channels_app.post.enums import ItemState
from core import calendar
from core.enums import Channel
from messaging import operations as messaging
from messaging.enums import DispatchState
from messaging.models import Dispatch, PrintBatch
from organisation.enums import Role
from requests_app.enums import Kind, Phase
from requests_app.models import ServiceRequest
from tests.builders import make_agent
from tests.channels_app.post import letters_on_paper as drawing
from tests.documents import pdf
from tests.journeys import paper
from tests.journeys.conftest import Enter
from tests.journeys.keyboard import Hands
from tests.journeys.stage import Agent, let_everything_happen, plain, text_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CLAIRE, SAMIRA = "claire.lemoine@admiville.example", "samira.marchand@admiville.example"
HOME = "14 rue des Tanneurs, 99000 Admiville"
ANSWER = drawing.Paper(
    ("Josette Ferrand", "14 rue des Tanneurs", "99000 Admiville"),
    "nom de ma mère",
    ("Ma mère s’appelait Marguerite Delorme avant son mariage.",),
)


@pytest.fixture(autouse=True)
def _scanner(settings):
    settings.FILES_SCANNER = "demo"


def test_from_the_counter_to_the_answer_by_post(enter: Enter, settings, capsys):
    make_agent("accueil", Role.COUNTER, email=CLAIRE, first_name="Claire", last_name="Lemoine")
    make_agent("etat-civil", email=SAMIRA)
    counter, office = enter(CLAIRE), enter(SAMIRA)

    made = she_asks_at_the_counter(counter, capsys)
    mails = let_everything_happen(settings)
    samira = Agent(SAMIRA)
    samira.act(made, "prendre")
    samira.act(made, "demander", text="Quel était le nom de votre mère avant son mariage ?")
    mails += let_everything_happen(settings)
    (question,) = the_letters_leave(office, made, ["message"])

    her_answer_comes_back(counter, question)
    mails += let_everything_happen(settings)
    assert_it_joined_its_request(made, mails, samira)

    samira.act(made, "decider", outcome="granted", text="La copie intégrale de votre acte est délivrée.")
    samira.act(made, "clore", text="La copie de votre acte est dans cette enveloppe.")
    mails += let_everything_happen(settings)
    the_letters_leave(office, made, ["decision", "message"])
    let_everything_happen(settings)
    every_word_went_by_letter(made, mails)


def she_asks_at_the_counter(counter, capsys) -> ServiceRequest:
    """Nobody of that name: a name and an address make her known, then the form of the site is filled with her."""
    page, hands = counter.page, Hands(counter.page)
    counter.open("/agents/guichet/?situation=counter")
    hands.at("#chercher")
    hands.type("josette ferrand")
    page.get_by_text("Personne ne répond à ces mots").wait_for()
    hands.push("#nouvelle")
    hands.go_to("#nouvelle-nom")
    assert page.locator("#nouvelle-nom").input_value() == "Ferrand"
    assert page.locator("#nouvelle-prenom").input_value() == "Josette"
    hands.push("#creation summary", leaves=False)
    hands.fill("#nouvelle-adresse", HOME)
    hands.enter()
    page.locator("#personne", has_text="Josette Ferrand").wait_for()
    she_says_what_she_wants(page, hands)
    # The receipt is printed and handed over at once; everything after it will come by post.
    hands.press("Alt+3", "ArrowUp", "ArrowUp")
    hands.at("#way-courrier")
    assert page.locator("[name=_reponse_adresse]").input_value() == HOME
    assert counter.violations() == []
    with page.expect_navigation(url="**/guichet/fait/**"):
        hands.press("Control+Enter")
    with capsys.disabled():
        sys.stdout.write(f"\nUne demande au guichet, de l’inconnue à l’accusé : {hands.told()}\n")
    made = ServiceRequest.objects.get()
    receipt = page.context.request.get(counter.root + page.locator("a[data-press=p]").get_attribute("href")).body()
    assert made.number in pdf.words(receipt)
    assert made.spoken_code in pdf.words(receipt)
    hands.push("form[action$='/remis/'] button")
    page.get_by_text("noté comme remis aujourd’hui").wait_for()
    made.refresh_from_db()
    assert (made.channel, made.reply_channel, made.reply_email) == (Channel.COUNTER, Channel.POST, "")
    assert made.ar_sent_on == made.received_on == calendar.today(made.commune)
    return made


def she_says_what_she_wants(page, hands: Hands) -> None:
    hands.at("#dit")
    hands.type("acte de naissance")
    page.locator("[data-proposal]").first.wait_for()
    hands.enter()
    hands.tick("#f-nature-1")
    hands.tick("#f-forme-1")
    page.locator("#f-parent_1-family_name").wait_for()
    hands.tick("#f-qualite-1")
    hands.fill("#f-identite-family_name", "Ferrand")
    hands.fill("#f-identite-first_names", "Josette")
    for part, typed in (("jour", "3"), ("mois", "2"), ("annee", "1948")):
        hands.fill(f"#f-identite-birth_date-{part}", typed)
    hands.tick("#f-remise-1")
    page.locator("#f-adresse_envoi").wait_for()
    assert page.locator("#f-adresse_envoi").input_value() == HOME
    hands.tick("#f-attestation")


def the_letters_leave(office, made: ServiceRequest, kinds: list[str]) -> list[Dispatch]:
    """The batch of the day: printed, its dispatch list checked, posted; the agent presses keys only."""
    page, hands = office.page, Hands(office.page)
    office.open("/agents/courrier/depart/")
    hands.press("l")
    page.get_by_text("se prépare").first.wait_for()
    messaging.prepare_batches()
    page.locator("#lots .lot").first.get_by_text("Télécharger les lettres").wait_for()
    assert office.violations() == []
    batch = PrintBatch.objects.latest("pk")
    letters = list(Dispatch.objects.filter(batch=batch).order_by("pk"))
    assert [one.kind for one in letters] == kinds
    lot = page.locator("#lots .lot").first
    printed = page.context.request.get(office.root + lot.locator("a", has_text="Télécharger").get_attribute("href"))
    listed = page.context.request.get(office.root + lot.locator("a", has_text="Bordereau").get_attribute("href"))
    assert pdf.words(printed.body()).count(made.number) >= len(kinds)
    assert all(word in pdf.words(listed.body()) for word in (batch.number, "Josette Ferrand", "Admiville"))
    hands.push(".lot [name=geste][value=imprime]")
    page.get_by_text(re.compile("lettres? imprimées?")).first.wait_for()
    hands.push(".lot [name=geste][value=poste]")
    page.get_by_text(re.compile("lettres? postées?")).first.wait_for()
    return letters


def her_answer_comes_back(counter, question: Dispatch) -> None:
    """She lays our own sheet on her letter and posts both; Claire scans them with the mail of the day."""
    _letter, sheet = paper.letters_in(question)
    pages = paper.scanned(*drawing.raster(sheet), *drawing.sheets(ANSWER))
    page, hands = counter.page, Hands(counter.page)
    counter.open("/agents/courrier/")
    hands.press("p")
    hands.at("#scans")
    file = {"name": "courrier.pdf", "mimeType": "application/pdf", "buffer": drawing.as_pdf(pages)}
    page.locator("#scans").set_input_files(file)
    hands.push("#ajout button[type=submit]")
    page.get_by_text("la lecture commence").wait_for()
    paper.read_everything()


def assert_it_joined_its_request(made: ServiceRequest, mails, samira: Agent) -> None:
    (item,) = paper.items(ScanBatch.objects.get())
    assert (item.state, item.request) == (ItemState.JOINED, made)
    assert item.arrival_number.endswith("-000001")
    made.refresh_from_db()
    assert made.phase == Phase.IN_PROGRESS
    told = [text_of(mail) for mail in mails if made.number in str(mail["Subject"])]
    assert any("courrier" in text.lower() for text in told), "the service is told"
    assert "Courrier reçu le" in samira.read(made)
    assert "Marguerite Delorme" in plain(" ".join(item.pages.values_list("text", flat=True)))


def every_word_went_by_letter(made: ServiceRequest, mails) -> None:
    """Nothing by e-mail, nothing by text message; each letter shows number and code, and the address in the window."""
    assert {str(mail["To"]).rpartition("@")[2].rstrip(">") for mail in mails} == {"admiville.example"}
    assert not Dispatch.objects.filter(channel=Channel.SMS).exists()
    hers = Dispatch.objects.filter(subject_kind="request", subject_ref=made.pk, channel=Channel.POST)
    assert sorted(hers.values_list("kind", flat=True)) == ["acknowledgement", "decision", "message", "message"]
    for dispatch in hers:
        letter, *_others = paper.letters_in(dispatch)
        said = pdf.words(letter)
        assert dispatch.state == DispatchState.SENT, dispatch.kind
        assert made.number in said, dispatch.kind
        # A decision is shown to others, a bank or a notary: it holds no code.
        assert (made.spoken_code in said) == (dispatch.kind != "decision"), dispatch.kind
        assert paper.in_the_window(letter, "JOSETTE FERRAND"), dispatch.kind
        assert paper.in_the_window(letter, "14 RUE DES TANNEURS"), dispatch.kind
    made.refresh_from_db()
    assert made.phase == Phase.CLOSED
    # No date of notification: an ordinary letter proves none.
    assert made.decisions.get().notified_at is None
    assert made.timeline.filter(kind=Kind.ACK_SENT).count() == 1
