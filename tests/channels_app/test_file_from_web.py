import datetime as dt

import pytest

from channels_app.operations import file_from_web
from citizens.models import Citizen
from core.enums import Channel
from core.errors import Refused
from core.models import OutboxEvent
from files.operations import store
from requests_app import operations
from requests_app.models import Draft, ServiceRequest
from requests_app.policies import draft_holder
from tests.builders import CIVIL_STATUS, PORTAL, POTHOLE, make_draft, make_photo, procedure, service

pytestmark = pytest.mark.django_db


def send(draft):
    return file_from_web(draft.pk, by=draft_holder(draft))


def test_a_finished_draft_becomes_a_request_of_the_person_who_filled_it():
    made = send(make_draft())
    assert (made.channel, made.service) == (Channel.WEB, service("etat-civil"))
    assert made.citizen.display_name == "Malika Benhaddou"
    assert made.citizen.birth_date == dt.date(1987, 4, 12)
    assert (made.reply_email, made.reply_name) == ("malika.benhaddou@courriel.example", "Malika Benhaddou")
    assert made.reply_postal == "14 rue des Tanneurs, 99000 Admiville"


def test_the_same_person_filing_again_is_the_same_person():
    assert send(make_draft()).citizen == send(make_draft()).citizen
    assert Citizen.objects.count() == 1


def test_who_asks_for_someone_else_is_the_one_who_is_answered():
    answers = {
        **CIVIL_STATUS,
        "qualite": "autre",
        "lien": "conjoint",
        "livret": "non",
        "demandeur": {"family_name": "Morel", "first_names": "Julien"},
        "courriel": "julien.morel@courriel.example",
    }
    made = send(make_draft(answers=answers))
    assert made.citizen.display_name == "Julien Morel"
    assert made.title == "Acte de naissance – Malika Benhaddou"


def test_without_e_mail_the_answer_goes_by_post():
    answers = {key: value for key, value in CIVIL_STATUS.items() if key != "courriel"}
    made = send(make_draft(answers=answers))
    assert (made.reply_channel, made.answers_by_email) == (Channel.POST, False)


def test_an_anonymous_report_has_no_person_and_a_place():
    made = send(make_draft("signalement-voirie", POTHOLE))
    assert made.citizen is None
    assert made.is_anonymous
    assert made.ward.code == "nord"
    assert "quartier Nord" in made.routing_reason


def test_a_point_on_the_map_decides_the_ward():
    answers = {**POTHOLE, "lieu": {"words": "", "lat": 46.6, "lon": 2.42}}
    made = send(make_draft("signalement-voirie", answers))
    assert (made.lat, made.lon, made.ward.code) == (46.6, 2.42, "nord")


def test_a_place_nobody_can_find_goes_to_the_service_and_the_reason_says_so():
    answers = {**POTHOLE, "lieu": {"words": "au fond du bois", "lat": None, "lon": None}}
    made = send(make_draft("signalement-voirie", answers))
    assert (made.service, made.ward) == (service("voirie"), None)
    assert "lieu non situé" in made.routing_reason


def test_sent_twice_the_same_request_comes_back():
    draft = make_draft()
    assert send(draft) == send(draft)
    assert ServiceRequest.objects.count() == OutboxEvent.objects.filter(name="request.registered").count() == 1


def test_an_unfinished_draft_is_refused_and_nothing_typed_is_lost():
    answers = {**CIVIL_STATUS, "attestation": None, "courriel": "pas une adresse"}
    draft = make_draft(answers=answers)
    with pytest.raises(Refused, match="Il reste 2 réponses à corriger ou à compléter"):
        send(draft)
    draft.refresh_from_db()
    assert draft.answers["identite"] == CIVIL_STATUS["identite"]
    assert not ServiceRequest.objects.exists()
    assert not Citizen.objects.exists()


def test_a_mistyped_optional_answer_is_not_read_as_no_answer():
    draft = make_draft(answers={**CIVIL_STATUS, "courriel": None})
    operations.save_draft(draft.pk, "coordonnees", {"courriel": None}, {"courriel": "malika@@courriel"})
    with pytest.raises(Refused, match="Il reste 1 réponse à corriger"):
        send(draft)
    operations.save_draft(draft.pk, "coordonnees", {"courriel": None}, {"courriel": ""})
    assert send(draft).answers_by_email is False


def test_an_empty_draft_is_refused():
    with pytest.raises(Refused, match="Il reste"):
        send(make_draft(answers={}))


def test_a_draft_that_does_not_exist_is_refused():
    with pytest.raises(Refused, match="n’existe plus"):
        file_from_web(987_654, by=PORTAL)


def test_the_files_of_asked_questions_go_with_it_and_the_hidden_one_stays_behind():
    draft = make_draft("signalement-voirie", POTHOLE)
    kept, hidden = _photo(draft), _photo(draft)
    operations.save_draft(draft.pk, "probleme", {"photos": [str(kept.public_id)]})
    made = send(draft)
    kept.refresh_from_db()
    hidden.refresh_from_db()
    assert (kept.owner_kind, kept.owner_id) == ("request", made.pk)
    assert (hidden.owner_kind, hidden.owner_id) == ("draft", draft.pk)


def test_a_file_of_another_draft_named_in_the_answers_is_left_alone():
    theirs = _photo(make_draft())
    draft = make_draft("signalement-voirie", {**POTHOLE, "photos": [str(theirs.public_id)]})
    send(draft)
    theirs.refresh_from_db()
    assert theirs.owner_kind == "draft"


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "’); DROP TABLE", "a" * 2000, "🚧 nid de poule"])
def test_hostile_words_are_words(words):
    made = send(make_draft("signalement-voirie", {**POTHOLE, "description": words}))
    assert made.answers["description"] == words


def test_a_new_version_published_meanwhile_does_not_change_the_draft():
    draft = make_draft()
    assert send(draft).procedure_version_id == procedure("acte-etat-civil").current_id
    assert Draft.objects.get(pk=draft.pk).is_sent


def _photo(draft):
    return store(
        make_photo(),
        name="trou.png",
        commune_id=draft.commune_id,
        owner_kind="draft",
        owner_id=draft.pk,
        by=draft_holder(draft),
    )


def test_where_the_person_must_come_the_site_prepares_and_offers_a_visit():
    person = {"family_name": "Diallo", "first_names": "Amadou", "birth_date": "1984-01-20"}
    answers = {
        "invite": {**person, "first_names": "Fatou"}, "arrivee": "2099-06-01", "jours": 60, "assurance": "invite",
        "statut": "locataire", "personnes": 3, "hebergeant": person, "adresse": "4 rue du Lavoir, 99000 Admiville",
    }  # fmt: skip
    draft = make_draft("attestation-accueil", answers)
    with pytest.raises(Refused, match=f"{draft.resume_code}.*devant un agent"):
        send(draft)
    assert not ServiceRequest.objects.exists()
