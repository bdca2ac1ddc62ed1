"""Karim calls from the telephone he once shared with Malika, says that he is calling for her, and learns nothing."""

from __future__ import annotations

import pytest

from channels_app.models import Contact
from citizens.models import Citizen, ContactPoint
from messaging.models import Dispatch
from organisation.enums import Role
from requests_app import operations
from requests_app.models import IdentityCheck, ServiceRequest
from tests.api import hooks
from tests.builders import CIVIL_STATUS, actor, make_agent, make_citizen, make_request
from tests.builders_calls import make_contact
from tests.documents import pdf
from tests.journeys.conftest import Enter
from tests.journeys.keyboard import Hands
from tests.journeys.stage import let_everything_happen, letters_of, plain, text_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CLAIRE, SHARED = "claire.lemoine@admiville.example", "0639984127"
HOME, HERS, HIS = "27 rue des Orfèvres, 99000 Admiville", "malika@courriel.example", "karim@ailleurs.example"
# What was written between Malika and the town, whoever asked for it; and the matter that does not exist at the counter.
CONTENT = ("Toumi", "deuxième étage", "protection de sa porte")
SECRET = ("CCAS", "Demander une aide", "loyer")


@pytest.fixture(autouse=True)
def _scanner(settings):
    settings.FILES_SCANNER = "demo"


def lives() -> tuple[ServiceRequest, ServiceRequest]:
    """Two people on one number; hers: a request that was answered, a confidential one, a talk with another service."""
    make_agent("accueil", Role.COUNTER, email=CLAIRE, phone_extension="214", first_name="Claire", last_name="Lemoine")
    malika = make_citizen("Benhaddou", "Malika", phone=SHARED, email=HERS, postal_address=HOME)
    make_citizen("Benhaddou", "Karim", phone=SHARED, email="", birth_date=None)
    answers = {**CIVIL_STATUS, "parent_2": {"family_name": "Toumi", "first_names": "Aïcha"}}
    known = make_request(citizen=malika, answers=answers)
    samira = actor(make_agent("etat-civil"))
    operations.reply(known.pk, text="Votre acte part au deuxième étage du 27.", by=samira)
    secret = make_request("aide-ccas", citizen=malika, answers={"aide": ["loyer"]})
    roads = make_agent("voirie")
    make_contact("voirie", by=actor(roads), citizen_id=malika.pk, subject="protection de sa porte, éclairage de la rue")
    return known, secret


def test_neither_the_screen_nor_the_receipt_tells_him_anything(enter: Enter, settings):
    known, secret = lives()
    desk = enter(CLAIRE)
    page, hands = desk.page, Hands(desk.page)

    # His call opens the page of whoever has that number: two people, neither of them proven, none of their matters.
    ring = {"event": "newCall", "callId": "k-1", "from": SHARED, "to": "0199004100", "extension": "214"}
    assert hooks.post(ring).status_code == 200
    hooks.post({**ring, "event": "answer"})
    page.locator("#bandeau-appel a", has_text="Ouvrir au guichet").wait_for()
    hands.push("#bandeau-appel a.ds-button")
    page.locator("[data-person]").nth(1).wait_for()
    shows(page, names=("Malika Benhaddou", "Karim Benhaddou"))
    hides(page, (*CONTENT, *SECRET, known.number, secret.number, HERS, known.procedure.title))

    # « C’est pour le dossier de ma femme »: Claire opens it, and is told to read out nothing.
    hands.at("#chercher")
    choose(page, hands, "Malika")
    shows(page, names=("Identité non vérifiée", "Ne lisez rien du contenu d’une demande."))
    hides(page, (*CONTENT, *SECRET, secret.number))
    he_fails_three_times(page, hands, known)
    hides(page, (*CONTENT, *SECRET, secret.number))
    assert desk.violations() == []
    assert not IdentityCheck.objects.exists()

    # A new request in her name, its acknowledgement to an address he dictates: it tells him what he said himself.
    made = he_dictates_an_address(page, hands)
    mails = let_everything_happen(settings)
    his = [mail for mail in mails if HIS in str(mail["To"])]
    told = plain(" ".join([text_of(mail) for mail in his] + [words for mail in his for words in papers(mail)]))
    assert made.number in told
    for secret_word in (*CONTENT, *SECRET, HERS, "Orfèvres", "ORFEVRES", "1987", "39 98 41 27", known.number):
        assert secret_word not in told, secret_word
    malika = Citizen.objects.get(first_names="Malika")
    assert not ContactPoint.objects.of_person(malika).filter(value__icontains="ailleurs").exists()
    later = operations.reply(known.pk, text="Votre acte est parti.", by=actor(make_agent("etat-civil")))
    let_everything_happen(settings)
    assert Dispatch.objects.filter(subject_ref=later.request_id, to_address=HIS).count() == 0


def shows(page, names) -> None:
    seen = plain(page.locator("#contenu").inner_text())
    for one in names:
        assert one in seen, f"{one}: {seen[:900]}"


def hides(page, words) -> None:
    """Neither to the eye nor in the source of the page."""
    seen, source = plain(page.locator("body").inner_text()).lower(), plain(page.content()).lower()
    for one in words:
        assert one.lower() not in seen, one
        assert one.lower() not in source, one


def choose(page, hands: Hands, name: str) -> None:
    for _turn in range(3):
        hands.press("ArrowDown")
        if name in page.evaluate("document.activeElement.innerText"):
            break
    hands.enter()
    page.locator("#personne", has_text=name).wait_for()


def he_fails_three_times(page, hands: Hands, known: ServiceRequest) -> None:
    """One fact; the number of a request with a code made up; her birth date alone, again."""
    hands.push("#identite summary", leaves=False)
    shows(page, ("Le numéro affiché n’est jamais une preuve",))
    hands.tick("[name=_fait][value=birth_date]")
    hands.push("[name=action][value=verifier-faits]")
    page.get_by_text("Cochez deux faits vérifiés au moins").wait_for()
    for code in ("AAAA-BBBB", "KR7M-4TXP"):
        hands.fill("#verif-numero", known.number) if page.locator("#verif-numero").input_value() == "" else None
        hands.fill("#verif-code", code)
        hands.push("[name=action][value=verifier-code]")
        page.locator("#identite [role=alert]").wait_for()
    shows(page, ("Identité non vérifiée",))


def he_dictates_an_address(page, hands: Hands) -> ServiceRequest:
    hands.press("Alt+2")
    hands.at("#dit")
    hands.type("une question")
    page.locator("[data-proposal]").first.wait_for()
    for _turn in range(5):
        hands.press("ArrowDown")
        if "question" in page.evaluate("document.activeElement.innerText").lower():
            break
    hands.enter()
    hands.fill("#f-objet", "Mon dossier")
    hands.fill("#f-message", "Où en est mon dossier ?")
    hides(page, (*CONTENT, *SECRET))
    assert page.locator("#f-adresse").input_value() == ""
    assert page.locator("#f-telephone").input_value() == ""
    hands.go_to("#f-courriel")
    hands.press("Control+a")
    hands.type(HIS)
    hands.press("Alt+3")
    hands.go_to("[name=_reponse_courriel]")
    hands.press("Control+a")
    hands.type(HIS)
    with page.expect_navigation(url="**/guichet/fait/**"):
        hands.press("Control+Enter")
    made = ServiceRequest.objects.latest("pk")
    assert Contact.objects.filter(request=made, outcome="request").exists()
    return made


def papers(mail) -> list[str]:
    return [pdf.words(content) for content in letters_of(mail).values()]
