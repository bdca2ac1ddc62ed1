import pytest

from core.enums import Channel
from core.errors import IllegalMove, Refused
from messaging.enums import DispatchState
from messaging.models import Dispatch
from messaging.operations import prepare
from organisation.enums import Role
from requests_app import notifications, operations
from requests_app.enums import Kind, Phase
from requests_app.models import ServiceRequest
from requests_app.reading import PERSON, next_step, story
from tests.builders import actor, holder, make_agent, make_request
from tests.builders_ties import all_seeing, letter, make_administration

pytestmark = pytest.mark.django_db
REASON = "Les titres de séjour relèvent du préfet."


def transmit(made, target=None, by=None, reason=REASON):
    return operations.transmit_request(
        made.pk, administration_id=(target or make_administration()).pk, reason=reason, by=by or all_seeing()
    )


def told(sent):
    for _again in range(3):
        notifications.send_the_file_and_tell({"transmission_id": sent.pk})
    to_administration = Dispatch.objects.get(key=f"transmission:{sent.pk}")
    return to_administration, Dispatch.objects.get(key=f"transmission-notice:{sent.pk}")


def test_our_clocks_end_and_the_acknowledgement_is_the_other_administration_s():
    made = make_request()
    transmit(made)
    made = ServiceRequest.objects.get(pk=made.pk)
    assert made.phase == Phase.TRANSMITTED
    assert (made.closed_on is not None, made.next_alert_on, made.ar_due) == (True, None, False)
    assert operations.issue_acknowledgement(made.pk) is None


def test_the_administration_gets_the_file_and_the_person_a_notice_once_each():
    made = make_request()
    letter_out, notice = told(transmit(made))
    assert letter_out.to_address == "accueil@prefecture.example"
    assert notice.to_address == made.reply_email
    words = notice.variables["texte"]
    assert "Préfecture de la Haute-Adme" in words
    assert "L114-3" in words
    assert REASON in words


def test_neither_link_nor_code_of_the_person_leaves_the_town():
    made = make_request()
    letter_out, _notice = told(transmit(made))
    everything = str(letter_out.variables)
    assert made.link_token not in everything
    assert made.spoken_code not in everything
    assert "Benhaddou" in everything


def test_the_letter_and_the_file_are_made_and_no_note_is_in_them():
    made = make_request()
    operations.write_note(made.pk, text="Cette dame a l’air pressée.", by=all_seeing())
    letter_out, _notice = told(transmit(made))
    assert "pressée" not in str(letter_out.variables)
    assert prepare(letter_out.pk).state == DispatchState.QUEUED


def test_without_e_mail_the_file_goes_on_paper_to_the_postal_address():
    sent = transmit(make_request(), make_administration(email=""))
    letter_out, _notice = told(sent)
    assert letter_out.channel == Channel.POST
    assert "Belmont" in letter_out.to_address
    assert prepare(letter_out.pk).state == DispatchState.HELD


def test_a_confidential_file_travels_in_an_envelope_and_its_notice_names_nothing():
    made = make_request("aide-ccas", answers={})
    sent = transmit(made, by=all_seeing(Role.CONFIDENTIAL))
    letter_out, notice = told(sent)
    assert letter_out.channel == Channel.POST
    assert notice.variables["texte"] == ""


def test_the_person_reads_who_has_it_now():
    made = make_request()
    transmit(made)
    made = ServiceRequest.objects.get(pk=made.pk)
    assert Kind.TRANSMITTED in [item.kind for item in story(made, PERSON)]
    assert "Préfecture de la Haute-Adme" in next_step(made).sentence


@pytest.mark.parametrize("reason", ["", "   ", "x" * 601])
def test_a_reason_is_needed_and_not_too_long(reason):
    with pytest.raises(Refused, match="raison|pourquoi"):
        transmit(make_request(), reason=reason)


def test_an_administration_that_left_the_directory_is_refused():
    with pytest.raises(Refused, match="annuaire"):
        transmit(make_request(), make_administration(is_active=False))


def test_an_ended_request_is_not_transmitted_and_an_unqualified_one_may_be():
    with pytest.raises(IllegalMove):
        transmit(make_request(phase=Phase.CLOSED))
    assert transmit(letter(), make_administration(name="CAF de la Haute-Adme")).pk


def test_an_agent_of_another_service_cannot_transmit():
    with pytest.raises(Refused, match="droit"):
        transmit(make_request(), by=actor(make_agent("voirie")))


def test_the_holder_of_the_link_cannot_transmit():
    made = make_request()
    with pytest.raises(Refused, match="droit"):
        transmit(made, by=holder(made))
