import pytest

from core.enums import Channel
from messaging.models import Dispatch
from requests_app import acknowledging, operations
from requests_app.enums import Kind
from requests_app.operations import Reply
from tests.builders import make_request

pytestmark = pytest.mark.django_db


def issue(**fields):
    made = make_request(**fields)
    return made, operations.issue_acknowledgement(made.pk)


def test_it_goes_to_the_address_of_the_sending_with_its_letter_and_the_cover_sheet():
    made, receipt = issue()
    envelope = receipt.dispatch
    assert (receipt.kind, receipt.channel) == ("ARE", Channel.EMAIL)
    assert envelope.to_address == made.reply_email
    assert envelope.key == f"ack:{made.pk}"
    assert [item["template"] for item in envelope.attachments_plan] == [
        "letters/acknowledgement.html",
        "letters/cover_sheet.html",
    ]


def test_the_proof_is_the_hash_of_what_the_letter_says():
    _made, receipt = issue()
    receipt.refresh_from_db()
    assert receipt.content_sha256 == acknowledging.fingerprint(receipt.mentions)
    assert receipt.dispatch.variables["mentions"] == receipt.mentions


def test_issued_twice_it_is_one_row_and_one_envelope():
    made, first = issue()
    assert operations.issue_acknowledgement(made.pk) == first
    assert Dispatch.objects.filter(key__startswith="ack:").count() == 1
    assert made.timeline.filter(kind=Kind.ACK_ISSUED).count() == 1


def test_every_mention_of_the_law_is_there():
    made, receipt = issue()
    said = receipt.mentions
    assert said["received_on"] == made.received_on.isoformat()
    assert said["decision_due_on"] == made.rejection_due.isoformat()
    assert (said["silence"], said["confirmed"], said["certificate"]) == ("rejection", False, False)
    assert said["conditional"] == "sous réserve que la demande soit complète"
    assert all(said["service"][part] for part in ("name", "address", "phone", "email"))
    assert said["appeal"]["ways"]
    assert said["appeal"]["reasons"] is True
    assert said["alternatives"]
    assert (said["spoken_code"], said["deposit_code"]) == (made.spoken_code, made.deposit_code)
    assert said["follow_url"].endswith(f"/suivi/{made.link_token}/")


def test_of_a_report_it_says_no_date_and_no_appeal():
    _made, receipt = issue(procedure_code="signalement-voirie")
    assert (receipt.mentions["silence"], receipt.mentions["decision_due_on"]) == ("none", None)
    assert receipt.mentions["appeal"] == {}
    assert [item["template"] for item in receipt.dispatch.attachments_plan] == ["letters/acknowledgement.html"]


def test_without_an_address_for_e_mail_a_letter_waits_to_be_printed():
    reply = Reply(channel=Channel.POST, name="Josette Ferrand", postal="3 impasse du Puits\n99000 Admiville")
    made, receipt = issue(reply=reply)
    assert (receipt.channel, receipt.dispatch.channel) == (Channel.POST, Channel.POST)
    assert receipt.mentions["person"]["address_lines"] == ["3 impasse du Puits", "99000 Admiville"]
    assert made.timeline.filter(kind=Kind.ACK_TO_PRINT).exists()


def test_who_refused_answers_by_e_mail_gets_a_letter():
    reply = Reply(email="a@courriel.example", name="A", postal="3 impasse du Puits", no_email_answer=True)
    assert issue(reply=reply)[1].channel == Channel.POST


def test_without_any_address_it_is_read_with_the_link_and_agents_are_told_to_hand_it_over():
    made, receipt = issue(reply=Reply(channel=Channel.PHONE, name="Josette Ferrand"))
    assert (receipt.channel, receipt.dispatch) == (Channel.WEB, None)
    assert receipt.mentions["number"] == made.number
    assert made.timeline.filter(kind=Kind.ACK_TO_PRINT).exists()


def test_an_anonymous_report_has_none():
    made, receipt = issue(procedure_code="signalement-voirie", anonymous=True)
    assert receipt is None
    assert not made.acknowledgements.filter(kind="ARE").exists()


def test_a_confidential_request_is_not_named_in_the_envelope():
    made, receipt = issue(procedure_code="aide-ccas", answers={})
    values = receipt.dispatch.variables
    assert receipt.dispatch.confidential
    for name in ("objet", "demarche", "service", "signature"):
        assert made.procedure.title not in values[name]
        assert "Action sociale" not in values[name]
