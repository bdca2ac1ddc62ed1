"""Story B: a pothole, its photo, its place; signed or anonymous."""

import io

import pytest
from PIL import Image

from core.templatetags.grc_dates import jour
from files.models import StoredFile
from files.reading import open_file
from requests_app.enums import Phase
from requests_app.models import ServiceRequest
from tests.builders import POTHOLE, actor, make_agent
from tests.files.documents import phone_photo
from tests.journeys.stage import Agent, Visitor, let_everything_happen, letters_of, text_of, to

pytestmark = pytest.mark.django_db
WHO = "julien.morel@courriel.example"
SIGNED = {
    **POTHOLE,
    "suivi": "oui",
    "identite": {"family_name": "Morel", "first_names": "Julien"},
    "courriel": WHO,
}


@pytest.fixture(autouse=True)
def _scanner(settings):
    settings.FILES_SCANNER = "demo"


def report(answers):
    street = Visitor()
    draft = street.fill_in("signalement-voirie", answers, {"photos": [phone_photo(orientation=6)]})
    sent = street.send(draft)
    return street, sent, ServiceRequest.objects.get()


def test_a_signed_report_is_acknowledged_seen_and_answered(settings):
    agent = make_agent("voirie", email="yanis.benali@admiville.example", first_name="Yanis", last_name="Benali")
    _street, _sent, made = report(SIGNED)
    assert (made.service.code, made.ward.code) == ("voirie", "nord")
    assert made.legal_due is None

    mails = let_everything_happen(settings)
    (receipt,) = to(mails, WHO)
    assert list(letters_of(receipt)) == ["accuse-de-reception.pdf"]
    assert "refusée" not in text_of(receipt)
    assert jour(made.target_on) in text_of(receipt)
    assert len(to(mails, "voirie@admiville.example")) == 1

    photo = StoredFile.objects.get(owner_kind="request", owner_id=made.pk)
    kept = Image.open(io.BytesIO(open_file(photo.public_id, by=actor(agent)).content))
    assert not dict(kept.getexif())
    assert kept.height > kept.width

    desk = Agent("yanis.benali@admiville.example")
    page = desk.read(made)
    assert "quartier Nord" in page
    assert "Aucune décision ne naît du silence" in page
    desk.act(made, "clore", text="Le trou est bouché depuis ce matin.")
    (ended,) = to(let_everything_happen(settings), WHO)
    assert "bouché" in text_of(ended)


def test_an_anonymous_report_is_followed_by_its_link_or_its_number_and_code(settings):
    make_agent("voirie", email="yanis.benali@admiville.example")
    street, sent, made = report(POTHOLE)
    assert made.citizen is None
    assert made.number in sent
    assert made.spoken_code in sent
    mails = let_everything_happen(settings)
    assert [str(mail["To"]).split("@")[0].strip("<").endswith("voirie") for mail in mails] == [True]

    state = Visitor().post("/suivi/etat/", {"numero": made.number, "code": made.spoken_code, "preuve": ""})
    assert made.number in state
    link = f"/suivi/{made.link_token}/"
    street.write(link, "Il y en a un second, dix mètres plus loin.", phone_photo())
    assert made.messages.get().direction == "in"

    desk = Agent("yanis.benali@admiville.example")
    assert "dix mètres plus loin" in desk.read(made)
    desk.act(made, "repondre", text="Une équipe passe demain.")
    assert let_everything_happen(settings) == []
    assert "Une équipe passe demain." in Visitor().open(link)


def test_a_place_nobody_can_find_still_reaches_the_service_and_says_why(settings):
    make_agent("voirie", email="yanis.benali@admiville.example")
    _street, _sent, made = report({**POTHOLE, "lieu": {"words": "près du grand chêne", "lat": None, "lon": None}})
    assert made.service.code == "voirie"
    assert "lieu non situé" in Agent("yanis.benali@admiville.example").read(made)


def test_the_person_gives_up_and_the_service_sees_it(settings):
    make_agent("voirie", email="yanis.benali@admiville.example")
    street, _sent, made = report(SIGNED)
    street.post(f"/suivi/{made.link_token}/", {"action": "annuler"})
    made.refresh_from_db()
    assert made.phase == Phase.WITHDRAWN
    assert "Retirée par l’usager" in Agent("yanis.benali@admiville.example").read(made)
