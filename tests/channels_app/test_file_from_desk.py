"""Phone, counter and letter: the same checks, number, clocks and receipt as the site."""

import datetime as dt

import pytest

from channels_app.models import ReservedCode
from channels_app.operations import (
    file_from_desk,
    make_form_pack,
    open_desk_draft,
    prepare_from_desk,
    reserve_forms,
)
from citizens.models import Mandate
from core import calendar
from core.enums import Channel
from core.errors import Forbidden, Refused
from messaging.models import Dispatch
from organisation.enums import Role
from requests_app import operations
from requests_app.enums import Kind
from requests_app.models import ServiceRequest
from requests_app.operations import Reply, hand_receipt
from requests_app.reading.receipt import receipt_pdf
from tests.builders import CIVIL_STATUS, POTHOLE, actor, make_agent, make_citizen, make_town, procedure

pytestmark = pytest.mark.django_db
LETTER = Reply(channel=Channel.POST, postal="14 rue des Tanneurs\n99000 Admiville")


@pytest.fixture
def desk():
    return actor(make_agent("accueil", Role.COUNTER))


def draft_of(by, code="acte-etat-civil", answers=CIVIL_STATUS, channel=Channel.COUNTER, citizen=None):
    person = citizen.pk if citizen else None
    return open_desk_draft(procedure(code).current_id, citizen_id=person, prefill=answers, channel=channel, by=by)


def file(draft, by, **more):
    return file_from_desk(
        draft.pk, **{"channel": Channel.COUNTER, "citizen_id": None, "reply": LETTER, "by": by, **more}
    )


def today():
    return calendar.today(make_town())


def test_a_call_files_the_same_request_as_the_site_and_is_acknowledged_at_once(desk):
    made = file(draft_of(desk), desk, channel=Channel.PHONE)
    assert (made.channel, made.entered_by, made.received_on) == ("phone", desk.ref, today())
    assert made.rejection_due
    assert made.citizen.display_name == "Malika Benhaddou"
    receipt = made.acknowledgements.get(kind="ARE")
    assert (receipt.channel, receipt.dispatch.channel) == (Channel.POST, Channel.POST)


def test_what_is_missing_is_said_and_nothing_typed_is_lost(desk):
    draft = draft_of(desk, answers={**CIVIL_STATUS, "nature": None})
    with pytest.raises(Refused, match="Il reste"):
        file(draft, desk)
    draft.refresh_from_db()
    assert draft.answers["identite"]
    assert not ServiceRequest.objects.exists()


def test_a_letter_needs_no_tick_and_may_be_a_week_old(desk):
    answers = {**CIVIL_STATUS, "attestation": None}
    day = today() - dt.timedelta(days=7)
    made = file(draft_of(desk, answers=answers, channel=Channel.POST), desk, channel=Channel.POST, received_on=day)
    assert made.received_on == day
    assert made.timeline.get(kind=Kind.REGISTERED).effective_on == day


@pytest.mark.parametrize(
    ("channel", "days", "sentence"),
    [(Channel.POST, 1, "dans le futur"), (Channel.COUNTER, -1, "le jour même"), (Channel.POST, -800, "plus d’un an")],
)
def test_a_day_that_cannot_be_is_refused(desk, channel, days, sentence):
    with pytest.raises(Refused, match=sentence):
        file(draft_of(desk), desk, channel=channel, received_on=today() + dt.timedelta(days=days))


def test_a_double_click_gives_one_request(desk):
    draft = draft_of(desk)
    assert file(draft, desk).pk == file(draft, desk).pk
    assert ServiceRequest.objects.count() == 1


def test_the_form_is_filled_with_what_the_town_knows(desk):
    person = make_citizen(postal_address="3 impasse du Puits, 99000 Admiville")
    answers = draft_of(desk, answers={"qualite": "autre"}, citizen=person).answers
    assert answers["demandeur"] == {"family_name": "Benhaddou", "first_names": "Malika"}
    assert answers["courriel"] == "malika.benhaddou@courriel.example"


def test_a_letter_without_address_is_refused(desk):
    with pytest.raises(Refused, match="adresse postale"):
        file(draft_of(desk), desk, reply=Reply(channel=Channel.POST))


def test_a_mandate_in_force_marks_who_came(desk):
    principal = make_citizen()
    son = make_citizen("Benhaddou", "Karim", email="karim@courriel.example", phone="", birth_date=None)
    known = {"principal": principal, "mandatary": son, "from_on": today(), "until_on": today() + dt.timedelta(days=30)}
    mandate = Mandate.objects.create(**known)
    made = file(draft_of(desk), desk, citizen_id=principal.pk, mandate_id=mandate.pk)
    assert (made.citizen, made.filed_by, made.mandate) == (principal, son, mandate)
    data = made.timeline.get(kind=Kind.REGISTERED).data
    assert (data["filed_by"], data["mandate"]) == (son.pk, mandate.pk)
    Mandate.objects.filter(pk=mandate.pk).update(revoked_on=today())
    with pytest.raises(Refused, match="pas en cours"):
        file(draft_of(desk), desk, citizen_id=principal.pk, mandate_id=mandate.pk)
    with pytest.raises(Refused, match="pas celui"):
        file(draft_of(desk), desk, citizen_id=son.pk, mandate_id=mandate.pk)


def test_a_door_that_prepares_files_nothing_and_sends_the_way_back(desk):
    draft = draft_of(desk, "attestation-accueil", {}, Channel.PHONE)
    with pytest.raises(Refused, match="se prépare seulement"):
        file(draft, desk, channel=Channel.PHONE)
    sent = [prepare_from_desk(draft.pk, citizen_id=None, reply=LETTER, by=desk) for _click in range(2)]
    assert {one.way for one in sent} == {"post"}
    assert Dispatch.objects.get().subject_kind == "draft"
    assert not ServiceRequest.objects.exists()


def test_a_confidential_request_vanishes_once_its_receipt_is_printed(desk):
    person = {"family_name": "Perrin", "first_names": "Odile", "birth_date": "1961-02-14"}
    answers = {"aide": ["energie"], "urgence": False, "adultes": 1, "enfants": 0, "identite": person,
               "contact": "courrier", "adresse": "9 rue du Lavoir, 99000 Admiville", "attestation": True}  # fmt: skip
    made = file(draft_of(desk, "aide-ccas", answers), desk, reply=Reply(channel=Channel.COUNTER))
    assert receipt_pdf(made.pk, by=desk).startswith(b"%PDF")
    assert hand_receipt(made.pk, by=desk).ar_sent_on == today()
    assert not ServiceRequest.objects.visible_to(desk).exists()
    ServiceRequest.objects.filter(pk=made.pk).update(recorded_at=calendar.now() - dt.timedelta(hours=1))
    with pytest.raises(Forbidden):
        receipt_pdf(made.pk, by=desk)
    with pytest.raises(Forbidden):
        receipt_pdf(made.pk, by=actor(make_agent("voirie", Role.COUNTER)))


def test_an_agent_without_service_does_not_file():
    with pytest.raises(Forbidden):
        draft_of(actor(make_agent(None)))


def pack_of(by, **copies):
    wanted = {name.replace("_", "-"): count for name, count in copies.items()}
    return reserve_forms(wanted, commune_id=make_town().pk, by=by)


def test_a_form_of_the_continuity_pack_is_entered_once_with_its_true_date_and_its_receipt(desk):
    reserved = pack_of(desk, acte_etat_civil=2).codes.first()
    ReservedCode.objects.update(reserved_at=calendar.now() - dt.timedelta(days=5))
    day = today() - dt.timedelta(days=3)
    typed = " ".join(reserved.code[at : at + 4] for at in range(0, 26, 4)).lower()
    made = file(draft_of(desk), desk, received_on=day, code=typed, receipt_given=True)
    assert (made.received_on, made.ar_sent_on, made.deposit_code) == (day, day, reserved.code)
    operations.issue_acknowledgement(made.pk)
    assert made.acknowledgements.count() == 1
    assert not Dispatch.objects.filter(kind="acknowledgement").exists()
    with pytest.raises(Refused, match="déjà saisi"):
        file(draft_of(desk), desk, code=reserved.code)
    other = ReservedCode.objects.filter(used_by=None).get()
    with pytest.raises(Refused, match="a été imprimé le"):
        file(draft_of(desk), desk, code=other.code, received_on=today() - dt.timedelta(days=6))
    with pytest.raises(Refused, match="Choisissez cette démarche"):
        file(draft_of(desk, "signalement-voirie", POTHOLE), desk, code=other.code)


def test_a_receipt_without_a_form_is_refused(desk):
    with pytest.raises(Refused, match="formulaire de continuité"):
        file(draft_of(desk), desk, receipt_given=True)


@pytest.mark.parametrize("copies", [{}, {"question": 51}, {"a-qualifier": 1}, {"nulle-part": 2}])
def test_a_pack_that_makes_no_sense_is_refused(desk, copies):
    with pytest.raises(Refused):
        pack_of(desk, **copies)


def test_the_pdf_is_made_once_whatever_runs_three_times(desk):
    pack = pack_of(desk, signalement_voirie=2)
    assert [make_form_pack(pack.pk) for _time in range(3)] == [True, False, False]
    pack.refresh_from_db()
    assert (pack.state, pack.file.content_type) == ("ready", "application/pdf")


def test_whoever_only_gives_a_name_reads_nothing_of_the_card_in_the_receipt(desk):
    """An ex-spouse who knows the name dictates an address for the acknowledgement: it must teach them nothing."""
    known = make_citizen(postal_address="3 impasse du Puits, 99000 Admiville")
    filled = draft_of(desk, "question", {}, channel=Channel.PHONE, citizen=known).answers
    assert "Benhaddou" in str(filled)
    assert "impasse du Puits" not in str(filled)
    assert "39984127" not in str(filled)
    assert "1987" not in str(filled)


def test_once_identity_is_made_sure_of_the_card_fills_the_form(desk):
    known = make_citizen(postal_address="3 impasse du Puits, 99000 Admiville")
    operations.check_identity(citizen_id=known.pk, by=desk, method="seen")
    assert "impasse du Puits" in str(draft_of(desk, "question", {}, citizen=known).answers)
