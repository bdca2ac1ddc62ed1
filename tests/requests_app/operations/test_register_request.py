import datetime as dt

import pytest

from core.enums import Channel
from core.errors import Refused
from core.models import OutboxEvent, SearchEntry
from core.numbers import normalise_number
from files.operations import store
from organisation.operations import locate
from requests_app import acknowledging, operations
from requests_app.enums import Kind, Phase
from requests_app.models import ServiceRequest
from requests_app.operations import Reply
from tests.builders import (
    CIVIL_STATUS,
    PORTAL,
    POTHOLE,
    make_citizen,
    make_draft,
    make_photo,
    make_request,
    make_town,
    procedure,
    service,
)

pytestmark = pytest.mark.django_db
RECEIVED = dt.date(2026, 11, 14)


def test_a_request_has_a_number_three_codes_and_a_title():
    made = make_request()
    assert normalise_number(made.number) == made.number
    assert len(made.deposit_code) == 26
    assert len(made.spoken_code) == 9
    assert made.title == "Acte de naissance – Malika Benhaddou"


def test_two_requests_never_share_a_number_nor_a_code():
    first, second = make_request(), make_request()
    assert first.number != second.number
    assert first.deposit_code != second.deposit_code
    assert first.spoken_code != second.spoken_code


def test_it_goes_to_the_service_of_the_rule_that_fired_and_says_why():
    made = make_request()
    assert made.service == service("etat-civil")
    assert "service de l’état civil" in made.routing_reason


def test_the_regime_of_the_version_is_copied_and_acceptance_stays_empty():
    made = make_request(received_on=RECEIVED)
    assert made.silence == "rejection"
    assert (made.period_count, made.period_unit) == (2, "month")
    assert made.rejection_due == dt.date(2027, 1, 14)
    assert made.acceptance_due is None
    assert made.regime_confirmed is False


def test_the_acknowledgement_is_due_within_ten_working_days_and_the_target_comes_first():
    made = make_request(received_on=RECEIVED)
    assert made.ar_due_on == dt.date(2026, 11, 27)
    assert made.target_on == dt.date(2026, 11, 18)
    assert made.next_due_on == dt.date(2026, 11, 18)


def test_a_street_report_has_no_legal_date():
    made = make_request("signalement-voirie", received_on=RECEIVED)
    assert made.silence == "none"
    assert made.legal_due is None
    assert made.next_alert_on is None


def test_an_anonymous_report_owes_no_acknowledgement_to_anyone():
    made = make_request("signalement-voirie", anonymous=True)
    assert made.is_anonymous
    assert made.ar_due is False
    assert made.ar_due_on is None


def test_the_date_of_receipt_is_a_day_of_the_town():
    just_after_midnight = dt.datetime(2026, 11, 13, 23, 30, tzinfo=dt.UTC)
    made = make_request(received_at=just_after_midnight)
    assert made.received_on == dt.date(2026, 11, 14)
    assert made.recorded_at > just_after_midnight


def test_the_story_begins_with_receipt_routing_and_registration_receipt():
    made = make_request()
    kinds = list(made.timeline.order_by("pk").values_list("kind", flat=True))
    assert kinds == [Kind.REGISTERED, Kind.ROUTED, Kind.ACK_REGISTERED]


def test_the_timeline_holds_no_personal_word():
    made = make_request()
    for entry in made.timeline.all():
        assert "Benhaddou" not in str(entry.data)


def test_the_registration_receipt_is_a_row_of_the_same_transaction():
    made = make_request()
    receipt = made.acknowledgements.get(kind="AEE")
    assert receipt.mentions["number"] == made.number
    assert receipt.content_sha256 == acknowledging.fingerprint(receipt.mentions)
    assert receipt.address == "malika.benhaddou@courriel.example"


def test_a_request_taken_on_the_phone_has_no_electronic_receipt():
    assert not make_request(channel=Channel.PHONE).acknowledgements.filter(kind="AEE").exists()


def test_only_asked_questions_are_kept():
    made = make_request(answers={**CIVIL_STATUS, "lien": "conjoint", "inconnu": "x"})
    assert "lien" not in made.answers
    assert "inconnu" not in made.answers


def test_the_fact_is_published_with_ids_only():
    made = make_request()
    event = OutboxEvent.objects.get(name="request.registered")
    assert event.payload == {"request_id": made.pk}
    handlers = event.deliveries.values_list("handler", flat=True)
    assert {name.rpartition(":")[2] for name in handlers} == {"acknowledge", "tell_the_service", "text_the_number"}


def test_it_can_be_searched_at_once():
    made = make_request(received_on=RECEIVED)
    entry = SearchEntry.objects.get(kind="request", ref=made.pk)
    for word in ("benhaddou", "0639984127", "tanneurs", made.number[5:11]):
        assert word in entry.text


def test_a_place_is_kept_with_its_ward():
    commune = make_town()
    place = locate(commune.pk, address=POTHOLE["lieu"]["words"])
    made = make_request("signalement-voirie", location=place)
    assert made.ward.code == "nord"
    assert made.address_text == "devant le 12 rue des Tanneurs"
    assert "quartier Nord" in made.routing_reason


def test_an_unplaced_address_goes_to_the_service_and_the_reason_says_so():
    commune = make_town()
    answers = {**POTHOLE, "lieu": {"words": "derrière le grand chêne", "lat": None, "lon": None}}
    made = make_request(
        "signalement-voirie", answers=answers, location=locate(commune.pk, address="derrière le grand chêne")
    )
    assert made.service == service("voirie")
    assert "lieu non situé" in made.routing_reason


def test_a_service_that_closed_down_leaves_the_procedure_s_own():
    ours = service("etat-civil")
    type(ours).objects.filter(pk=ours.pk).update(is_active=False)
    assert make_request().service == ours


def test_a_confidential_procedure_makes_confidential_requests():
    made = make_request("aide-ccas", answers={})
    assert made.confidential
    assert SearchEntry.objects.get(kind="request", ref=made.pk).confidential


def test_the_files_of_the_draft_go_with_the_request():
    draft = make_draft()
    owned = _photo(draft.pk)
    made = _send(draft, file_ids=[owned.pk])
    owned.refresh_from_db()
    assert (owned.owner_kind, owned.owner_id) == ("request", made.pk)
    assert made.acknowledgements.get(kind="AEE").mentions["documents"] == ["photo.png"]


def test_a_file_of_someone_else_is_refused_and_nothing_is_registered():
    theirs = _photo(make_draft().pk)
    with pytest.raises(Refused, match="plus disponible"):
        _send(make_draft(), file_ids=[theirs.pk])
    assert not ServiceRequest.objects.exists()


def test_the_same_draft_gives_the_same_request():
    draft = make_draft()
    first, second = _send(draft), _send(draft)
    assert first == second
    assert ServiceRequest.objects.count() == 1
    assert OutboxEvent.objects.filter(name="request.registered").count() == 1


def test_a_draft_that_is_gone_is_refused_with_a_sentence():
    with pytest.raises(Refused, match="n’existe plus"):
        make_request(draft_id=987654)


def test_a_sent_draft_keeps_no_answer():
    draft = make_draft()
    _send(draft)
    draft.refresh_from_db()
    assert (draft.answers, draft.raw) == ({}, {})
    assert draft.is_sent


def test_the_address_of_the_sending_stands_apart_from_the_person():
    person = make_citizen(email="autre@courriel.example")
    made = make_request(citizen=person, reply=Reply(email="envoi@courriel.example", name="Malika Benhaddou"))
    assert made.reply_email == "envoi@courriel.example"
    assert made.phase == Phase.RECEIVED


def _photo(draft_id):
    return store(
        make_photo(), name="photo.png", commune_id=make_town().pk, owner_kind="draft", owner_id=draft_id, by=PORTAL
    )


def _send(draft, **more):
    return operations.register_request(
        procedure_version_id=procedure("acte-etat-civil").current_id,
        channel=Channel.WEB,
        answers=CIVIL_STATUS,
        citizen_id=make_citizen().pk,
        reply=Reply(email="malika.benhaddou@courriel.example", name="Malika Benhaddou"),
        draft_id=draft.pk,
        by=PORTAL,
        **more,
    )
